"""The smallest part a stack can run: it answers its health probes and says who it is.

`python -m experiments.testing.toy_part` prepares its database.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from experiments.topology import CATALOG
from shared_domain.kernel.wrap import Wrap, unwrapped

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Greeting:
    """The feature of the toy part, which a release may wrap as "catalog"."""

    def greet(self, replica: str, path: str) -> dict[str, str]:
        return {"replica": replica, "path": path}


def build(wrap: Wrap = unwrapped) -> Wsgi:
    """Every path is answered with the replica's name and the path."""
    replica = os.environ["CLEAVE_REPLICA"]
    greeting = wrap(CATALOG, Greeting())

    def app(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        body = json.dumps(greeting.greet(replica, environment["PATH_INFO"]))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [body.encode()]

    return app


def broken(_wrap: Wrap = unwrapped) -> Wsgi:
    """A part whose replicas cannot come up."""
    raise RuntimeError("this part was built to fail")


def connect(url: str) -> "psycopg.Connection[Any]":
    """A connection by SQLAlchemy's kind of URL."""
    return psycopg.connect(url.replace("+psycopg", ""), connect_timeout=5)


def prepare(url: str) -> None:
    """Makes ten things; then what the migrations of a release say, SQL files in the artefact."""
    with connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS things (thing_id integer PRIMARY KEY)")
        ten = "INSERT INTO things SELECT generate_series(1, 10) ON CONFLICT DO NOTHING"
        connection.execute(ten)
        for migration in sorted(Path("shared_domain").glob("*/migrations/*.sql")):
            connection.execute(migration.read_bytes())


if __name__ == "__main__":
    prepare(os.environ["CLEAVE_DATABASE_URL"])
