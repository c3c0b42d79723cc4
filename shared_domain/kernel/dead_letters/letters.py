"""Keeping dead letters, and taking them out to be done again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, func, update

from shared_domain.kernel.database import Session
from shared_domain.kernel.dead_letters.tables import dead_letters
from shared_domain.kernel.statement import Statement
from shared_domain.messages.envelope import Envelope, MalformedMessage
from shared_domain.messages.forms import as_text

PUT = Statement(dead_letters.insert(), ("queue", "place", "key", "payload", "error", "answered"))
TAKE = Statement(
    update(dead_letters)
    .where(
        dead_letters.c.letter_id == any_(bindparam("ids", type_=ARRAY(BigInteger))),
        dead_letters.c.replayed_at.is_(None),
        dead_letters.c.answered.is_(False),
    )
    .values(replayed_at=func.now())
    .returning(
        dead_letters.c.letter_id,
        dead_letters.c.queue,
        dead_letters.c.key,
        dead_letters.c.payload,
    )
)

ERROR: Final = 10_000
"""Characters of what is said of an error; some repeat what they could not read."""


@dataclass(frozen=True)
class Letter:
    """`answered`: its order was told that it failed, so nothing is left to replay."""

    queue: str
    place: str
    key: str
    payload: str
    error: str
    answered: bool


def letter_about(
    queue: str, place: str, payload: bytes, error: Exception, answered: bool = False
) -> Letter:
    """What could not be done, as well as a table can hold it: bytes that are no text are marked."""
    return Letter(
        queue=queue,
        place=place,
        key=_key_of(payload) or place,
        payload=_storable(as_text(payload)),
        error=_storable(f"{type(error).__name__}: {error}"[:ERROR]),
        answered=answered,
    )


def put(session: Session, letter: Letter) -> None:
    """Keep it with the session's transaction."""
    session.change(PUT, vars(letter))


def take(session: Session, ids: Collection[int]) -> Sequence[Any]:
    """Those of them that can be replayed, the oldest first. With the session's transaction they are
    replayed; what was before, or is answered, is left."""
    return sorted(session.all(TAKE, {"ids": list(ids)}))


def _key_of(payload: bytes) -> str:
    """The order that the message names; "" if it is none that we know."""
    try:
        return Envelope.read(payload).key
    except MalformedMessage:
        return ""


def _storable(text: str) -> str:
    """PostgreSQL takes neither a NUL nor half of a surrogate pair."""
    return text.encode(errors="replace").decode().replace("\0", "\ufffd")
