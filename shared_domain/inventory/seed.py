"""Plenty of everything, but one last unit and one empty shelf to be refused by."""

from shared_domain.inventory.tables import stock
from shared_domain.kernel.database import Session

PRODUCTS = 1_000
PLENTY = 100_000
LAST_UNIT = "p-0999"
SOLD_OUT = "p-1000"
SCARCE = {LAST_UNIT: 1, SOLD_OUT: 0}


def opening_stock() -> dict[str, int]:
    """Units by product id."""
    ids = (f"p-{number:04d}" for number in range(1, PRODUCTS + 1))
    return {product_id: SCARCE.get(product_id, PLENTY) for product_id in ids}


def seed(session: Session) -> None:
    rows = [
        {"product_id": product_id, "opening": units, "available": units}
        for product_id, units in opening_stock().items()
    ]
    session.execute(stock.insert(), rows)
