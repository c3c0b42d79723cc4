"""Mistakes with stock."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Text, bindparam, text, update

from experiments.mutants.meeting import Meeting
from experiments.mutants.planted.replaced import Instead
from shared_domain.inventory.feature import AVAILABLE, Inventory
from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import Line, ReleaseStock, ReserveStock

SET = Statement(
    update(stock)
    .where(stock.c.product_id == bindparam("product", type_=Text))
    .values(available=bindparam("left"))
)
HOLD = Statement(reservations.insert(), ("order_id", "product_id", "quantity"))
GIVE_BACK_AGAIN = text(
    "UPDATE stock SET available = available + r.quantity FROM reservations r"
    " WHERE r.order_id = :order AND r.product_id = stock.product_id"
)


def read_then_written() -> AbstractContextManager[Any]:
    """The units left are read, computed here and written: two at once lose one of the changes."""
    meet = Meeting(patience_s=0.1)

    def reserve(_self: Inventory, session: Session, command: ReserveStock) -> None:
        left = {line.product_id: _left(session, line) for line in command.lines}
        meet()
        for line in command.lines:
            session.change(SET, {"product": line.product_id, "left": left[line.product_id]})
            session.change(HOLD, {"order_id": command.order_id, **vars(line)})

    return patch.object(Inventory, "reserve", reserve)


def _left(session: Session, line: Line) -> int:
    available: int = session.value(AVAILABLE, {"product": line.product_id})
    if available < line.quantity:
        raise Refused(Reason.OUT_OF_STOCK)
    return available - line.quantity


def given_back_twice() -> AbstractContextManager[Any]:
    """The compensation's effect is doubled."""
    release = Inventory.release

    def twice(self: Inventory, session: Session, command: ReleaseStock) -> None:
        release(self, session, command)
        session.execute(GIVE_BACK_AGAIN, {"order": command.order_id})

    return patch.object(Inventory, "release", twice)


def no_savepoint() -> AbstractContextManager[Any]:
    """What was written before a refusal stays."""

    @contextmanager
    def savepoint(_: Session) -> Iterator[None]:
        yield

    return patch.object(Session, "savepoint", savepoint)


class CachedStock(Instead):
    """Units are read once, and shown ever after."""

    def available(self, session: Session, product_id: str) -> int:
        known: dict[str, int] = self.__dict__.setdefault("known", {})
        if product_id not in known:
            known[product_id] = self._feature.available(session, product_id)
        return known[product_id]
