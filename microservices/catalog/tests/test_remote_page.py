"""The composed page: the stock is required, the recommendations are not, and both take time."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from experiments.testing.answering import answering
from experiments.testing.postgres import NewDatabase
from microservices.catalog.product_page import RemotePage
from microservices.chassis.preparing import migrations_of
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.seed import product
from shared_domain.catalog.tables import products
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable, UnknownProduct
from shared_domain.kernel.remote import Remote

RELATED = [{"product_id": "p-0021", "name": "Grey lamps 0021", "price_cents": 300}]
NOWHERE = "http://127.0.0.1:1"
Page = Callable[..., RemotePage]


class Mesh:
    """The inventory and the recommendations, as the catalog sees them."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.before_answering: Callable[[], object] = lambda: None

    def __call__(self, path: str, _: Any) -> tuple[int, Any]:
        self.before_answering()
        part = path.rsplit("/", 1)[1]
        if part in self.broken:
            return 503, {}
        return 200, {"available": 7} if part == "stock" else {"recommendations": RELATED}


@pytest.fixture
def mesh() -> Mesh:
    return Mesh()


@pytest.fixture
def mesh_url(mesh: Mesh) -> Iterator[str]:
    with answering(mesh) as url:
        yield url


@pytest.fixture
def page(new_database: NewDatabase, mesh_url: str) -> Iterator[Page]:
    """A page of a catalog with one product, over the mesh or over what stands in its place."""
    database = Database(new_database([migrations_of("catalog")]), pool_size=2)
    with database.write() as session:
        session.execute(products.insert(), vars(product(1)))

    def page(inventory: str = mesh_url, recommendations: str = mesh_url) -> RemotePage:
        return RemotePage(
            Catalog(),
            database,
            Remote("inventory", inventory, 500, 2),
            Remote("recommendations", recommendations, 500, 2),
        )

    yield page
    database.engine.dispose()


def test_it_puts_together_what_three_features_know(page: Page) -> None:
    shown = page().read("p-0001")
    assert (shown.product, shown.available, shown.recommendations) == (product(1), 7, RELATED)


def test_without_the_inventory_there_is_no_page(page: Page) -> None:
    with pytest.raises(Unavailable, match="inventory"):
        page(inventory=NOWHERE).read("p-0001")


def test_without_recommendations_the_page_has_none(page: Page) -> None:
    shown = page(recommendations=NOWHERE).read("p-0001")
    assert (shown.available, shown.recommendations) == (7, None)


def test_a_503_is_not_an_answer_to_build_a_page_from(page: Page, mesh: Mesh) -> None:
    mesh.broken = {"recommendations"}
    assert page().read("p-0001").recommendations is None
    mesh.broken = {"stock"}
    with pytest.raises(Unavailable):
        page().read("p-0001")


def test_nobody_is_asked_about_a_product_that_does_not_exist(page: Page, mesh: Mesh) -> None:
    asked: list[bool] = []
    mesh.before_answering = lambda: asked.append(True)
    with pytest.raises(UnknownProduct):
        page().read("p-0002")
    assert asked == []


def test_both_are_asked_at_the_same_time(page: Page, mesh: Mesh) -> None:
    both = threading.Barrier(2)
    mesh.before_answering = lambda: both.wait(timeout=5)
    assert page().read("p-0001").recommendations == RELATED
