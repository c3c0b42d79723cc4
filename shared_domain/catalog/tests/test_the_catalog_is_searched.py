"""The catalog on a real PostgreSQL, held against the seed itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.testing.postgres import DatabaseOf
from shared_domain.catalog.feature import Catalog, Query
from shared_domain.catalog.seed import CATEGORIES, COLOURS, all_products, seed
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.messages.events import ListedProduct

pytestmark = pytest.mark.real
PRODUCTS = all_products()
catalog = Catalog()

words = st.sampled_from([*COLOURS, *CATEGORIES, "LAMPS 05", "9", "%", "_", "\\", "/", "", "\u0130"])
queries = st.builds(
    Query,
    text=st.none() | words | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
    category=st.none() | st.sampled_from([*CATEGORIES, "Lamps", "nothing"]),
    after=st.none() | st.integers(0, 1_001).map(lambda number: f"p-{number:04d}"),
    limit=st.integers(1, 50),
)


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    database = database_of("catalog")
    with database.write() as session:
        seed(session)
    return database


def expected(query: Query) -> list[ListedProduct]:
    found = [
        product
        for product in PRODUCTS
        if product.product_id > (query.after or "")
        and query.category in (None, product.category)
        and _lower(query.text or "") in product.name.lower()
    ]
    return found[: query.limit]


def _lower(text: str) -> str:
    """As PostgreSQL does it in the C locale: ASCII only."""
    return "".join(each.lower() if each.isascii() else each for each in text)


@given(queries)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_finds_what_a_loop_over_the_seed_finds(database: Database, query: Query) -> None:
    with database.read() as session:
        assert list(catalog.search(session, query)) == expected(query)


def test_a_product_is_read_by_its_id(database: Database) -> None:
    with database.read() as session:
        assert catalog.read(session, "p-0500") == PRODUCTS[499]
        with pytest.raises(UnknownProduct, match="p-9999"):
            catalog.read(session, "p-9999")


def test_prices_leave_out_what_is_unknown(database: Database) -> None:
    with database.read() as session:
        prices = catalog.prices(session, ["p-0002", "p-9999", "p-0001"])
        assert catalog.prices(session, []) == {}
    assert prices == {"p-0001": PRODUCTS[0].price_cents, "p-0002": PRODUCTS[1].price_cents}


def test_a_category_is_listed_around_any_of_its_products(database: Database) -> None:
    lamps = [product for product in PRODUCTS if product.category == "lamps"]
    with database.read() as session:
        assert list(catalog.of_same_category(session, lamps[7].product_id)) == lamps
        assert list(catalog.of_same_category(session, "p-9999")) == []
