"""Browse, search and read products."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from shared_domain.catalog.tables import products
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.messages.events import ListedProduct

# Built once: to build a statement costs more than to run it.
ONE = select(products).where(products.c.product_id == bindparam("product_id"))
PRICES = select(products.c.product_id, products.c.price_cents).where(
    products.c.product_id.in_(bindparam("product_ids", expanding=True))
)
SAME_CATEGORY = (
    select(products)
    .where(
        products.c.category
        == select(products.c.category)
        .where(products.c.product_id == bindparam("product_id"))
        .scalar_subquery()
    )
    .order_by(products.c.product_id)
)


@dataclass(frozen=True)
class Query:
    """One page of a search: `limit` products after the product id `after`, in id order."""

    text: str | None
    category: str | None
    after: str | None
    limit: int


class Catalog:
    """The catalog's public operations."""

    def read(self, session: Session, product_id: str) -> ListedProduct:
        """Raises UnknownProduct."""
        row = session.execute(ONE, {"product_id": product_id}).first()
        if row is None:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return ListedProduct(*row)

    def search(self, session: Session, query: Query) -> Sequence[ListedProduct]:
        statement = select(products).order_by(products.c.product_id).limit(query.limit)
        if query.after:
            statement = statement.where(products.c.product_id > query.after)
        if query.category:
            statement = statement.where(products.c.category == query.category)
        if query.text:
            statement = statement.where(products.c.name.icontains(query.text, autoescape=True))
        return [ListedProduct(*row) for row in session.execute(statement)]

    def prices(self, session: Session, product_ids: Collection[str]) -> Mapping[str, int]:
        """Cents by product id; products that do not exist are missing from the answer."""
        found = session.execute(PRICES, {"product_ids": list(product_ids)})
        return {row.product_id: row.price_cents for row in found}

    def of_same_category(self, session: Session, product_id: str) -> Sequence[ListedProduct]:
        """The product and the others of its category, in id order; empty if it is unknown."""
        found = session.execute(SAME_CATEGORY, {"product_id": product_id})
        return [ListedProduct(*row) for row in found]
