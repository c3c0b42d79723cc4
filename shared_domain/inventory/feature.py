"""Read stock, hold it for an order, give it back."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.clock import Now
from shared_domain.kernel.errors import Reason, Refused, UnknownProduct
from shared_domain.messages.commands import Command, ReleaseStock, ReserveStock

AVAILABLE = select(stock.c.available).where(stock.c.product_id == bindparam("product"))
TAKE = (
    update(stock)
    .where(stock.c.product_id == bindparam("product"), stock.c.available >= bindparam("units"))
    .values(available=stock.c.available - bindparam("units"))
)
GIVE_BACK = (
    update(stock)
    .where(stock.c.product_id == bindparam("product"))
    .values(available=stock.c.available + bindparam("units"))
)
HOLD = reservations.insert()
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
            asked = {"product": line.product_id, "units": line.quantity}
            taken = session.execute(TAKE, asked)
            if taken.rowcount == 0:  # type: ignore[attr-defined]
                raise Refused(Reason.OUT_OF_STOCK)
        session.execute(
            HOLD,
            [{"order_id": command.order_id, **vars(line)} for line in command.lines],
        )

    def release(self, session: Session, command: ReleaseStock) -> None:
        """Give back what the order holds. Again changes nothing."""
        order = {"order": command.order_id, "now": self._now()}
        released = session.execute(RELEASE, order).all()
        for product_id, quantity in sorted((row.product_id, row.quantity) for row in released):
            session.execute(GIVE_BACK, {"product": product_id, "units": quantity})
