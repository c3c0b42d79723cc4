"""Acts where a message of one type passes by, and nowhere else: holds whoever carries it there
until somebody kills him or the order is withdrawn, or fails him.

So a process can be killed, from outside, at one point of an order's way. Around a feature that
point is before or after what it does with a command or an event, in the caller's transaction;
around a bus before or after messages are published. Its orders lie where those of `switchable.py`
do.

An artefact carries this file with that one: the standard library only, and nothing of ours.
"""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from .switchable import GLANCE_S, Order, Setting, Switch

F = TypeVar("F")
Kinds = Callable[[], frozenset[str]]
"""The types of the messages that pass by; asked for only while there is an order."""
Act = Callable[[str, Kinds], None]
BEFORE, AFTER = "before", "after"


def wrap(name: str, inside: F) -> F:
    """What takes the place of the feature, or of the bus, known as `name`."""
    folder = os.environ.get("CLEAVE_SWITCHES")
    if folder is None:
        return inside
    switch = Switch(folder, name, ACTS)
    return cast(F, Bus(inside, switch) if name.endswith(".bus") else Feature(inside, switch))


class Feature:
    """The feature itself to all who use it."""

    def __init__(self, inside: Any, switch: Switch) -> None:
        self._inside = inside
        self._switch = switch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def handle(self, session: Any, command: Any) -> None:
        """What the checkout reaches."""
        kind = frozenset((type(command).__name__,))
        _pass(self._switch, lambda: kind, lambda: self._inside.handle(session, command))

    def tell(self, session: Any, event: Any) -> None:
        """What reaches the notifications."""
        kind = frozenset((type(event).__name__,))
        _pass(self._switch, lambda: kind, lambda: self._inside.tell(session, event))


class Bus:
    """The bus itself; only what is published is looked at."""

    def __init__(self, inside: Any, switch: Switch) -> None:
        self._inside = inside
        self._switch = switch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def publisher(self) -> "Publisher":
        return Publisher(self._inside.publisher(), self._switch)


class Publisher:
    def __init__(self, inside: Any, switch: Switch) -> None:
        self._inside = inside
        self._switch = switch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def publish(self, records: Sequence[Any]) -> None:
        def kinds() -> frozenset[str]:
            return frozenset(_kind_of(each.payload) for each in records)

        _pass(self._switch, kinds, lambda: self._inside.publish(records))


def _pass(switch: Switch, kinds: Kinds, work: Callable[[], None]) -> None:
    _act(switch, BEFORE, kinds)
    work()
    _act(switch, AFTER, kinds)


def _act(switch: Switch, when: str, kinds: Kinds) -> None:
    told = switch.told()
    if told is not None:
        told[1](when, kinds)


def _kind_of(payload: str | bytes) -> str:
    """Empty for what is no message, as where a dead letter is told of."""
    try:
        return str(json.loads(payload)["type"])
    except (ValueError, KeyError, TypeError):
        return ""


def hold(setting: Setting, order: Order) -> Act:
    """Holds who carries a message of the type `what`, `when` "before" or "after" it is handled or
    published, for as long as the order stands."""
    what, at = str(setting["what"]), str(setting["when"])

    def act(when: str, kinds: Kinds) -> None:
        if when == at and what in kinds():
            order.fire()
            while order.stands():
                time.sleep(GLANCE_S)

    return act


def fail(setting: Setting, order: Order) -> Act:
    """Raises before a message of the type `what` is handled or published."""
    what = str(setting["what"])

    def act(when: str, kinds: Kinds) -> None:
        if when == BEFORE and what in kinds():
            order.fire()
            raise RuntimeError(f"told to fail at each {what}")

    return act


ACTS: Mapping[str, Callable[[Setting, Order], Act]] = {"hold": hold, "fail": fail}
