"""Services that are told by calls, as far as the bus contract needs them: doors behind one address,
each with a database of its own."""

import itertools
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url
from werkzeug.serving import BaseWSGIServer, make_server

from experiments.testing.postgres import Server
from microservices.chassis.preparing import CHASSIS
from microservices.chassis.rest.bus import RestBus
from microservices.chassis.rest.door import LARGEST_MESSAGE, NAME, mailbox_routes
from shared_domain.kernel.database import Database
from shared_domain.kernel.http.application import http_application

GROUPS = ("readers", "late", "some", "others")
NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Mailboxes:
    """`stop` takes all of them away, `start` brings them back as they were."""

    def __init__(self, postgres: Server, new_database: Callable[[Sequence[Path]], str]) -> None:
        self._postgres = postgres
        self._new_database = new_database
        self._numbers = itertools.count(1)
        self._urls: dict[str, str] = {}
        self._doors: dict[str, Wsgi] = {}
        self._databases: list[Database] = []
        self._port = 0
        self.start()

    def new_topic(self) -> str:
        topic = f"topic-{next(self._numbers)}"
        for name in self._readers(topic):
            self._urls[name] = self._new_database([CHASSIS])
            database = Database(self._urls[name], pool_size=2)
            self._databases.append(database)
            routes = [mailbox_routes(name, database, self._readers)]
            self._doors[name] = http_application(name, routes, bodies={NAME: LARGEST_MESSAGE})
        return topic

    def open(self, group: str, replica: str) -> RestBus:
        url = f"http://127.0.0.1:{self._port}"
        return RestBus(url, self._urls.get(group, NOWHERE), self._readers)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        for url in self._urls.values():
            self._let_in(url, False)

    def start(self) -> None:
        for url in self._urls.values():
            self._let_in(url, True)
        self._server: BaseWSGIServer = make_server("127.0.0.1", self._port, self._gate, True)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.stop()
        for database in self._databases:
            database.engine.dispose()

    def _readers(self, topic: str) -> Sequence[str]:
        return [f"{group}-of-{topic}" for group in GROUPS]

    def _gate(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """As the mesh leads to each: by the second part of the path."""
        return self._doors[environ["PATH_INFO"].split("/")[2]](environ, start_response)

    def _let_in(self, url: str, is_open: bool) -> None:
        name = make_url(url).database
        admin = self._postgres.url("postgres").replace("+psycopg", "")
        with psycopg.connect(admin, autocommit=True) as connection:
            allowed = "true" if is_open else "false"
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}".encode())
            if not is_open:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    (name,),
                )
