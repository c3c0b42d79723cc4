"""The smallest part a stack can run: it answers its health probes and says who it is.

`python -m experiments.testing.toy_part` prepares its database.
"""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def build() -> Wsgi:
    """Every path is answered with the replica's name and the path."""
    replica = os.environ["CLEAVE_REPLICA"]

    def app(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"replica": replica, "path": environment["PATH_INFO"]}).encode()]

    return app


def broken() -> Wsgi:
    """A part whose replicas cannot come up."""
    raise RuntimeError("this part was built to fail")


def connect(url: str) -> "psycopg.Connection[Any]":
    """A connection by SQLAlchemy's kind of URL."""
    return psycopg.connect(url.replace("+psycopg", ""), connect_timeout=5)


def prepare(url: str) -> None:
    with connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS things (thing_id integer PRIMARY KEY)")
        connection.execute("INSERT INTO things SELECT generate_series(1, 10)")


if __name__ == "__main__":
    prepare(os.environ["CLEAVE_DATABASE_URL"])
