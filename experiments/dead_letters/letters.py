"""The dead letters of an arm, as its tables have them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from experiments.checks.invariants.fetch import CONNECT_TIMEOUT_S, AuditUrl, Unreadable
from experiments.stacks.libpq import first_line, libpq
from experiments.topology import Topology

LETTERS: Final = "SELECT * FROM dead_letters ORDER BY letter_id"
NO_MESSAGE: Final = "no message"


class State(StrEnum):
    """WAITING: nobody has replayed it. ANSWERED: its order was told that it failed, so nothing is
    left to replay."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REPLAYED = "replayed"


@dataclass(frozen=True)
class DeadLetter:
    """`number` is its place among the part's; `kind` the type of the message, `key` the order that
    it is about, or where it lay if that cannot be told."""

    part: str
    number: int
    queue: str
    kind: str
    key: str
    error: str
    died_at: datetime
    state: State

    @property
    def name(self) -> str:
        """What a person calls it: inventory:3."""
        return f"{self.part}:{self.number}"

    def as_json(self) -> dict[str, Any]:
        return {"letter": self.name, **vars(self), "died_at": self.died_at.isoformat()}


def read_letters(topology: Topology, audit_url: AuditUrl) -> tuple[DeadLetter, ...]:
    """All there are, by part, the oldest first. Raises Unreadable."""
    return tuple(
        letter
        for part in topology.parts
        for letter in _of_part(part.name, audit_url(part.features[0]))
    )


def waiting(topology: Topology, audit_url: AuditUrl) -> tuple[DeadLetter, ...]:
    """Those that can be replayed. Raises Unreadable."""
    return tuple(each for each in read_letters(topology, audit_url) if each.state is State.WAITING)


def _of_part(part: str, url: str) -> Iterator[DeadLetter]:
    try:
        with psycopg.connect(
            libpq(url), connect_timeout=CONNECT_TIMEOUT_S, row_factory=dict_row
        ) as connection:
            rows = connection.execute(LETTERS).fetchall()
    except psycopg.Error as error:
        raise Unreadable(
            f"the dead letters of {part} cannot be read: {first_line(error)}"
        ) from error
    for row in rows:
        yield DeadLetter(
            part=part,
            number=row["letter_id"],
            queue=row["queue"],
            kind=_kind_of(row["payload"]),
            key=row["key"],
            error=row["error"],
            died_at=row["died_at"],
            state=_state_of(row),
        )


def _kind_of(payload: str) -> str:
    try:
        return str(json.loads(payload)["type"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return NO_MESSAGE


def _state_of(row: dict[str, Any]) -> State:
    if row["replayed_at"] is not None:
        return State.REPLAYED
    return State.ANSWERED if row["answered"] else State.WAITING
