"""Browse, search and read products."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ARRAY, Text, any_, bindparam, select

from shared_domain.catalog.tables import products
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.kernel.statement import Statement
from shared_domain.messages.events import ListedProduct

ONE = Statement(select(products).where(products.c.product_id == bindparam("product_id")))
PRICES = Statement(
    select(products.c.product_id, products.c.price_cents).where(
        products.c.product_id == any_(bindparam("product_ids", type_=ARRAY(Text)))
    )
)
SAME_CATEGORY = Statement(
    select(products)
    .where(
        products.c.category
        == select(products.c.category)
        .where(products.c.product_id == bindparam("product_id"))
        .scalar_subquery()
    )
    .order_by(products.c.product_id)
)
LIKE_ALL = re.compile("[/%_]")  # what stands for itself only behind the escape character


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
        row = session.first(ONE, {"product_id": product_id})
        if row is None:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return ListedProduct(*row)

    def search(self, session: Session, query: Query) -> Sequence[ListedProduct]:
        values = {name: value for name, value in vars(query).items() if value is not None}
        if query.text is not None:
            values["text"] = LIKE_ALL.sub(r"/\g<0>", query.text)
        found = session.all(_search(frozenset(values)), values)
        return [ListedProduct(*row) for row in found]

    def prices(self, session: Session, product_ids: Collection[str]) -> Mapping[str, int]:
        """Cents by product id; products that do not exist are missing from the answer."""
        found = session.all(PRICES, {"product_ids": list(product_ids)})
        return {row.product_id: row.price_cents for row in found}

    def of_same_category(self, session: Session, product_id: str) -> Sequence[ListedProduct]:
        """The product and the others of its category, in id order; empty if it is unknown."""
        found = session.all(SAME_CATEGORY, {"product_id": product_id})
        return [ListedProduct(*row) for row in found]


@cache
def _search(asked: frozenset[str]) -> Statement:
    """A statement for each choice of conditions: those of a Query that are asked for."""
    statement = select(products).order_by(products.c.product_id).limit(bindparam("limit"))
    if "after" in asked:
        statement = statement.where(products.c.product_id > bindparam("after"))
    if "category" in asked:
        statement = statement.where(products.c.category == bindparam("category"))
    if "text" in asked:
        statement = statement.where(products.c.name.icontains(bindparam("text"), escape="/"))
    return Statement(statement)
