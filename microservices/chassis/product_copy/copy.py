"""Keep and read the copy. The monolith asks its catalog instead."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ARRAY, Text, any_, bindparam, exists, select
from sqlalchemy.dialects.postgresql import insert

from microservices.chassis.product_copy.tables import product_copies
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.statement import Statement
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import ListedProduct, ProductsListed

KEEP = insert(product_copies)
KEEP = KEEP.on_conflict_do_update(
    index_elements=["product_id"],
    set_={name: KEEP.excluded[name] for name in ("name", "category", "price_cents")},
)
PRICES = Statement(
    select(product_copies.c.product_id, product_copies.c.price_cents).where(
        product_copies.c.product_id == any_(bindparam("product_ids", type_=ARRAY(Text)))
    )
)
SAME_CATEGORY = Statement(
    select(product_copies)
    .where(
        product_copies.c.category
        == select(product_copies.c.category)
        .where(product_copies.c.product_id == bindparam("product_id"))
        .scalar_subquery()
    )
    .order_by(product_copies.c.product_id)
)


def keep(session: Session, envelope: Envelope) -> None:
    """Handle ProductsListed: the products now stand as told."""
    event = envelope.message
    assert isinstance(event, ProductsListed)
    session.execute(KEEP, [vars(product) for product in event.products])


def prices(session: Session, product_ids: Collection[str]) -> Mapping[str, int]:
    """Cents by product id; products never heard of are missing from the answer."""
    found = session.all(PRICES, {"product_ids": list(product_ids)})
    return {row.product_id: row.price_cents for row in found}


def of_same_category(session: Session, product_id: str) -> Sequence[ListedProduct]:
    """The product and the others of its category, in id order; empty if it is unknown."""
    found = session.all(SAME_CATEGORY, {"product_id": product_id})
    return [ListedProduct(*row) for row in found]


def is_filled(database: Database) -> bool:
    """True once products have been heard of; a part without any could sell nothing."""
    with database.read() as session:
        return session.scalar(select(exists(select(product_copies)))) is True
