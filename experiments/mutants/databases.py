"""Databases of both arms as their `prepare` leaves them, to be copied for each mutant."""

import os
import runpy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg

import microservices
from experiments.stacks.libpq import libpq
from experiments.testing.postgres import Server
from microservices.tests.arm import SERVICES
from microservices.tests.arm import Arm as SixServices
from monolith.prepare import prepare
from shared_domain.kernel.database import Database

NOWHERE = "http://127.0.0.1:1"
Names = Mapping[str, str]
"""By part, the name of its database."""


def prepare_monolith(server: Server) -> Names:
    name = server.create()
    database = Database(server.url(name), pool_size=1)
    prepare(database)
    database.engine.dispose()
    return {"monolith": name}


def prepare_services(server: Server) -> Names:
    """The catalog has told the others what it sells."""
    names = {service: server.create() for service in SERVICES}
    for service, name in names.items():
        with patch.dict(os.environ, CLEAVE_DATABASE_URL=server.url(name)):
            script = Path(microservices.__file__).parent / service / "prepare.py"
            runpy.run_path(str(script), run_name="__main__")
    urls = {service: server.url(name) for service, name in names.items()}
    services = SixServices(urls, NOWHERE, NOWHERE)
    services.settle()
    services.close()
    return names


@contextmanager
def copied(server: Server, names: Names) -> Iterator[Names]:
    """Databases of one's own, gone afterwards."""
    copies = {part: server.create(name) for part, name in names.items()}
    try:
        yield copies
    finally:
        for name in copies.values():
            server.drop(name)


def run_sql(url: str, sql: str) -> None:
    """As the owner."""
    with psycopg.connect(libpq(url)) as connection:
        connection.execute(sql.encode())


def end_connections(url: str) -> None:
    """Every one to this database but our own is closed by the server when this returns."""
    with psycopg.connect(libpq(url)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
