"""Read stock, hold it for an order, give it back."""

from sqlalchemy import ARRAY, Integer, Text, bindparam, column, func, select, update

from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused, UnknownProduct
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import Command, ReleaseStock, ReserveStock

AVAILABLE = Statement(select(stock.c.available).where(stock.c.product_id == bindparam("product")))
ASKED = (
    func.unnest(bindparam("products", type_=ARRAY(Text)), bindparam("units", type_=ARRAY(Integer)))
    .table_valued(column("product_id", Text), column("units", Integer))
    .render_derived("asked")
)
LOCKED = (
    select(ASKED)
    .join(stock, stock.c.product_id == ASKED.c.product_id)
    .where(stock.c.available >= ASKED.c.units)
    .order_by(ASKED.c.product_id)  # one lock order for everybody
    .with_for_update(of=stock)
    .cte("locked")
)
TAKEN = (
    update(stock)
    .where(stock.c.product_id == LOCKED.c.product_id)
    .values(available=stock.c.available - LOCKED.c.units)
    .returning(LOCKED.c.product_id, LOCKED.c.units)
    .cte("taken")
)
TAKE_AND_HOLD = Statement(
    reservations.insert().from_select(
        ["order_id", "product_id", "quantity"],
        select(bindparam("order", type_=Text), TAKEN.c.product_id, TAKEN.c.units),
    )
)
RELEASED = (
    update(reservations)
    .where(reservations.c.order_id == bindparam("order"), reservations.c.released_at.is_(None))
    .values(released_at=bindparam("now"))
    .returning(reservations.c.product_id, reservations.c.quantity)
    .cte("released")
)
LOCKED_AGAIN = (
    select(RELEASED)
    .join(stock, stock.c.product_id == RELEASED.c.product_id)
    .order_by(RELEASED.c.product_id)
    .with_for_update(of=stock)
    .cte("locked")
)
RELEASE_AND_GIVE_BACK = Statement(
    update(stock)
    .where(stock.c.product_id == LOCKED_AGAIN.c.product_id)
    .values(available=stock.c.available + LOCKED_AGAIN.c.quantity)
)


class Inventory:
    """The inventory's public operations. `handle` is what the checkout reaches."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def available(self, session: Session, product_id: str) -> int:
        """Units that can be ordered. Raises UnknownProduct."""
        units: int | None = session.value(AVAILABLE, {"product": product_id})
        if units is None:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return units

    def handle(self, session: Session, command: Command) -> None:
        match command:
            case ReserveStock():
                self.reserve(session, command)
            case ReleaseStock():
                self.release(session, command)
            case _:
                raise TypeError(f"inventory does not handle {type(command).__name__}")

    def reserve(self, session: Session, command: ReserveStock) -> None:
        """Hold the units of every line. Raises Refused(OUT_OF_STOCK).

        The caller then rolls back what was written for the other lines.
        """
        asked = {
            "order": command.order_id,
            "products": [line.product_id for line in command.lines],
            "units": [line.quantity for line in command.lines],
        }
        if session.change(TAKE_AND_HOLD, asked) < len(command.lines):
            raise Refused(Reason.OUT_OF_STOCK)

    def release(self, session: Session, command: ReleaseStock) -> None:
        """Give back what the order holds. Again changes nothing."""
        session.change(RELEASE_AND_GIVE_BACK, {"order": command.order_id, "now": self._now()})
