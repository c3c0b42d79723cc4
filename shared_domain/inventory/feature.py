"""Read stock, hold it for an order, give it back."""

from sqlalchemy import Integer, Text, bindparam, select, update

from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused, UnknownProduct
from shared_domain.messages.commands import Command, ReleaseStock, ReserveStock

AVAILABLE = select(stock.c.available).where(stock.c.product_id == bindparam("product"))
TAKEN = (
    update(stock)
    .where(stock.c.product_id == bindparam("product"), stock.c.available >= bindparam("units"))
    .values(available=stock.c.available - bindparam("units"))
    .returning(stock.c.product_id)
    .cte("taken")
)
TAKE_AND_HOLD = (
    reservations.insert()
    .from_select(
        ["order_id", "product_id", "quantity"],
        select(
            bindparam("order", type_=Text), TAKEN.c.product_id, bindparam("units", type_=Integer)
        ),
    )
    .execution_options(preserve_rowcount=True)
)
GIVE_BACK = (
    update(stock)
    .where(stock.c.product_id == bindparam("product"))
    .values(available=stock.c.available + bindparam("units"))
)
RELEASE = (
    update(reservations)
    .where(reservations.c.order_id == bindparam("order"), reservations.c.released_at.is_(None))
    .values(released_at=bindparam("now"))
    .returning(reservations.c.product_id, reservations.c.quantity)
)


class Inventory:
    """The inventory's public operations. `handle` is what the checkout reaches."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def available(self, session: Session, product_id: str) -> int:
        """Units that can be ordered. Raises UnknownProduct."""
        units: int | None = session.scalar(AVAILABLE, {"product": product_id})
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

        The caller then rolls back what was written for the lines before the refused one.
        """
        for line in sorted(command.lines, key=lambda line: line.product_id):  # one lock order
            asked = {
                "order": command.order_id,
                "product": line.product_id,
                "units": line.quantity,
            }
            if session.execute(TAKE_AND_HOLD, asked).rowcount == 0:
                raise Refused(Reason.OUT_OF_STOCK)

    def release(self, session: Session, command: ReleaseStock) -> None:
        """Give back what the order holds. Again changes nothing."""
        order = {"order": command.order_id, "now": self._now()}
        released = session.execute(RELEASE, order).all()
        for product_id, quantity in sorted((row.product_id, row.quantity) for row in released):
            session.execute(GIVE_BACK, {"product": product_id, "units": quantity})
