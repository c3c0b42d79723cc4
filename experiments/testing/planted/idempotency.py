"""Mutants that sentences/idempotency.py notices."""

import itertools
from dataclasses import replace
from typing import Any

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import Environ, Mutants, asks_with, built_with
from shared_domain.kernel.errors import IdempotencyKeyReused, UnknownProductInOrder
from shared_domain.orders.order import Order


class Forgetful(MemoryOrders):
    """No key is ever seen again."""

    def earlier(self, request: Any) -> Order | None:
        return None


class ForgetfulInARace(MemoryOrders):
    """Of the requests with one key, the second does not see the first."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.turns = itertools.count()

    def earlier(self, request: Any) -> Order | None:
        return super().earlier(request) if next(self.turns) % 2 else None


class Lenient(MemoryOrders):
    """A reused key gives the old order, whatever is asked for."""

    def earlier(self, request: Any) -> Order | None:
        found = super().earlier(request)
        return replace(found, fingerprint=_Anything()) if found else None


class _Anything(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __ne__(self, other: object) -> bool:
        return False


class KeysOfEverybody(MemoryOrders):
    def earlier(self, request: Any) -> Order | None:
        own = (
            each for each in self.memory.orders if each.idempotency_key == request.idempotency_key
        )
        return next(own, None)


class SpendingKeysOnRefusals(MemoryOrders):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.spent: set[str] = set()

    def place(self, request: Any) -> Order:
        if request.idempotency_key in self.spent:
            raise IdempotencyKeyReused("It was refused before.")
        try:
            return super().place(request)
        except UnknownProductInOrder:
            self.spent.add(request.idempotency_key)
            raise


def no_key(environ: Environ) -> None:
    environ["HTTP_IDEMPOTENCY_KEY"] = environ.get("HTTP_IDEMPOTENCY_KEY") or "the same for all"


MUTANTS: Mutants = {
    "the same key and lines give the same order": {
        "keys ignored": built_with(orders=Forgetful),
    },
    "the same key with other lines is refused": {
        "another body under the same key": built_with(orders=Lenient),
    },
    "a key belongs to its customer": {
        "keys shared by customers": built_with(orders=KeysOfEverybody),
    },
    "the same key at once gives one order": {
        "keys ignored in a race": built_with(orders=ForgetfulInARace),
    },
    "an order needs a proper key": {"no key needed": asks_with(no_key)},
    "a refused request leaves its key free": {
        "refusals spend it": built_with(orders=SpendingKeysOnRefusals),
    },
}
