"""Messages that nobody can handle, each with a token by which it is known again. Pure."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final

from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import OrderSettled

TOPICS: Final = ("inventory.commands", "payments.commands", "orders.replies", "orders.events")
"""Those with one kind of reader, so that one poison is one dead letter."""
EVENTS: Final = "orders.events"
WHEN: Final = datetime(2026, 1, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Poison:
    token: str
    topic: str
    text: str


def poisons(dice: Random, count: int) -> Iterator[Poison]:
    """Of every kind in turn, and to any of TOPICS; what fails only when it is handled goes to who
    would handle it."""
    kinds = list(KINDS)
    for number in range(count):
        token = f"poison-{number}-{dice.getrandbits(32):08x}"
        kind = kinds[number % len(kinds)]
        topic = EVENTS if kind is _unheard_of_status else dice.choice(TOPICS)
        yield Poison(token, topic, kind(token))


def _good(token: str) -> dict[str, Any]:
    settled = OrderSettled(token, "c-00001", "CONFIRMED", None, 1)
    made: dict[str, Any] = json.loads(
        Envelope(token, token, "c-00001", "-", WHEN, settled).to_json()
    )
    return made


def _no_json(token: str) -> str:
    return f'{{"id": "{token}", "type'


def _no_envelope(token: str) -> str:
    return json.dumps([token])


def _unknown_version(token: str) -> str:
    return json.dumps(_good(token) | {"version": 2})


def _unknown_type(token: str) -> str:
    return json.dumps(_good(token) | {"type": "SellTheShop"})


def _wrong_body(token: str) -> str:
    return json.dumps(_good(token) | {"body": {"order_id": 7}})


def _unheard_of_status(token: str) -> str:
    """A message like any other, until somebody tries to put it into words."""
    good = _good(token)
    return json.dumps(good | {"body": good["body"] | {"status": "SHIPPED"}})


KINDS: Final[tuple[Callable[[str], str], ...]] = (
    _no_json,
    _no_envelope,
    _unknown_version,
    _unknown_type,
    _wrong_body,
    _unheard_of_status,
)
