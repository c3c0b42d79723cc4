"""The bench's own servers and clients: they do what they say, or stop with one line."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest
from flask.testing import FlaskClient

from experiments.bench import bare, catalogue
from experiments.bench.closed_loop import Request, UnexpectedAnswer, drive
from experiments.testing.postgres import DatabaseOf
from shared_domain.catalog import seed
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import catalog_routes
from shared_domain.kernel.database import Database
from shared_domain.kernel.http.application import http_application


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/well" else 500)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_answers_are_counted(port: int) -> None:
    asked: list[tuple[int, int]] = []

    def ask(client: int, number: int) -> Request:
        asked.append((client, number))
        return Request("GET", "/well", None, {}, 200)

    assert drive(port, ask, seconds=0.2, clients=2) == len(asked) == len(set(asked))
    assert {client for client, _ in asked} == {0, 1}


def test_an_answer_nobody_expected_ends_the_measurement(port: int) -> None:
    with pytest.raises(UnexpectedAnswer, match="GET /ill: 500 ok"):
        drive(port, lambda *_: Request("GET", "/ill", None, {}, 200), seconds=5, clients=1)


def test_the_bare_app_answers_what_ours_answers(
    database_of: DatabaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the comparison would be one of different things."""
    database = database_of("catalog")
    with database.write() as session:
        seed.seed(session)
    with psycopg.connect(libpq_url(database), autocommit=True) as connection:
        monkeypatch.setattr(psycopg, "connect", lambda *_, **__: connection)
        monkeypatch.setenv("CLEAVE_DATABASE_URL", "")
        compare(bare.build().test_client(), database)


def libpq_url(database: Database) -> str:
    url = database.engine.url
    return f"host={url.query['host']} user=postgres dbname={url.database}"


def compare(client: FlaskClient, database: Database) -> None:
    ours = http_application("ours", [catalog_routes(Catalog(), database, lambda _: None)])  # type: ignore[arg-type, return-value]
    for number in range(2):
        path = catalogue.read_product(number, 7).path
        answer = client.get(path)
        assert answer.get_json() == ours.test_client().get(path).get_json()
        assert answer.status_code == 200
