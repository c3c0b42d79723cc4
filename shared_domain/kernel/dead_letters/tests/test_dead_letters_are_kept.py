"""A dead letter is kept as well as a table can hold it, and replayed once."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask.testing import FlaskClient
from sqlalchemy import select

from experiments.testing.postgres import NewDatabase
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.dead_letters import MIGRATIONS, letters
from shared_domain.kernel.dead_letters.letters import letter_about
from shared_domain.kernel.dead_letters.routes import dead_letter_routes
from shared_domain.kernel.dead_letters.tables import dead_letters, metadata
from shared_domain.kernel.http.application import http_application

MESSAGE = (
    b'{"id":"m-1","type":"ReleaseStock","version":1,"key":"o-1","customer_id":"c-00001",'
    b'"traceparent":"-","occurred_at":"2026-05-04T12:00:00+00:00","body":{"order_id":"o-1"}}'
)
QUEUE = "inventory.commands"
ERROR = LookupError("a mistake of ours")


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    database = Database(new_database([MIGRATIONS]), pool_size=2)
    yield database
    database.engine.dispose()


@pytest.fixture
def done_again() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def client(database: Database, done_again: list[tuple[str, str, str]]) -> FlaskClient:
    def again(_: Session, *letter: str) -> None:
        done_again.append((letter[0], letter[1], letter[2]))

    return http_application("test", [dead_letter_routes(database, again)]).test_client()


def put(database: Database, payload: bytes = MESSAGE, answered: bool = False) -> int:
    """The number of the newest letter."""
    with database.write() as session:
        letters.put(session, letter_about(QUEUE, f"{QUEUE}:0:0", payload, ERROR, answered))
    with database.read() as session:
        newest: int = max(session.execute(select(dead_letters.c.letter_id)).scalars())
    return newest


def replay(client: FlaskClient, *ids: int) -> list[int]:
    answer = client.post("/dead-letters/replay", json={"ids": ids})
    assert answer.status_code == 200
    replayed: list[int] = answer.get_json()["replayed"]
    return replayed


def test_a_letter_says_where_it_lay_what_it_is_about_and_why_it_died() -> None:
    letter = letter_about(QUEUE, f"{QUEUE}:0:0", MESSAGE, ERROR)
    assert (letter.queue, letter.place, letter.key) == (QUEUE, f"{QUEUE}:0:0", "o-1")
    assert letter.payload == MESSAGE.decode()
    assert letter.error == "LookupError: a mistake of ours"
    assert not letter.answered


def test_the_key_of_what_is_no_message_is_its_place() -> None:
    assert letter_about(QUEUE, f"{QUEUE}:0:7", b"{", ERROR).key == f"{QUEUE}:0:7"


@pytest.mark.real
@pytest.mark.parametrize("payload", [b"\xff\x00hello", b'"\\ud800" \x00 hello', b""])
def test_bytes_that_no_table_could_hold_are_kept_as_well_as_can_be(
    database: Database, payload: bytes
) -> None:
    error = ValueError("a\0b \ud800")
    with database.write() as session:
        letters.put(session, letter_about(QUEUE, "there", payload, error))
    with database.read() as session:
        (row,) = session.execute(select(dead_letters)).all()
    assert row.payload.endswith("hello") or payload == b""
    assert row.error.startswith("ValueError: a")


@pytest.mark.real
def test_what_is_replayed_is_done_again_once(
    database: Database, client: FlaskClient, done_again: list[tuple[str, str, str]]
) -> None:
    number = put(database)
    assert replay(client, number) == [number]
    assert replay(client, number) == []
    assert done_again == [(QUEUE, "o-1", MESSAGE.decode())]


@pytest.mark.real
def test_what_was_answered_or_is_unknown_is_left(
    database: Database, client: FlaskClient, done_again: list[tuple[str, str, str]]
) -> None:
    answered = put(database, answered=True)
    assert replay(client, answered, answered + 1) == []
    assert done_again == []


@pytest.mark.real
def test_only_the_letters_asked_for_are_replayed_the_oldest_first(
    database: Database, client: FlaskClient
) -> None:
    first, second, third = (put(database) for _ in range(3))
    assert replay(client, third, first) == [first, third]
    assert replay(client, first, second, third) == [second]


@pytest.mark.real
def test_a_letter_that_cannot_be_done_again_still_waits(database: Database) -> None:
    def fail(*_: object) -> None:
        raise LookupError("no outbox")

    number = put(database)
    broken = http_application("test", [dead_letter_routes(database, fail)]).test_client()
    assert broken.post("/dead-letters/replay", json={"ids": [number]}).status_code == 500
    with database.write() as session:
        assert [letter.letter_id for letter in letters.take(session, [number])] == [number]


@pytest.mark.parametrize(
    "body", [{}, [], "1", {"ids": 1}, {"ids": ["1"]}, {"ids": [True]}, {"ids": [2**63]}]
)
def test_a_body_that_names_no_letters_is_refused(body: object) -> None:
    nowhere = Database("postgresql+psycopg://m:m@127.0.0.1:1/m", pool_size=1)
    client = http_application("test", [dead_letter_routes(nowhere, lambda *_: None)]).test_client()
    answer = client.post("/dead-letters/replay", json=body)
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "urn:cleave:problem:invalid-request"


@pytest.mark.real
def test_the_migrations_build_the_declared_table(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
