"""What the load asks for, answered by the domain's own routes."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient

from experiments.contract import load_operations
from experiments.testing.memory_shop import MemoryShop
from experiments.workload import shop
from experiments.workload.choices import Choices
from experiments.workload.operations import OPERATIONS, Ask, Operation
from experiments.workload.scoring import Answer, order_seen
from shared_domain.catalog import seed as catalog
from shared_domain.inventory import seed as inventory
from shared_domain.payments import seed as payments


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with MemoryShop(shown_pending=1).application().test_client() as client:
        yield client


def asked(client: FlaskClient, operation: Operation, wanted: Ask) -> tuple[int, Any]:
    answer = client.open(
        wanted.path, method=operation.method, headers=wanted.headers(), data=wanted.body()
    )
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_right_answer_is_told_from_a_wrong_one(client: FlaskClient, name: str) -> None:
    operation = OPERATIONS[name]
    wanted = operation.draw(Choices(Random(name), 0.0))
    status, body = asked(client, operation, wanted)
    assert operation.is_correct(wanted, status, body)
    assert not operation.is_correct(wanted, 503, body)
    assert not operation.is_correct(wanted, status, None)
    assert not operation.is_correct(wanted, status, {})
    assert not operation.is_correct(wanted, status, [body])


@pytest.mark.parametrize(
    ("name", "where", "lie"),
    [
        ("search", ("products", 0, "name"), "Pink elephants 0001"),
        ("search", ("products",), []),
        ("browse", ("products", 0, "category"), "elephants"),
        ("read-product", ("product_id",), "p-0000"),
        ("read-product", ("price_cents",), "1.99"),
        ("read-page", ("product", "product_id"), "p-0000"),
        ("read-page", ("available",), None),
        ("read-page", ("recommendations", 0, "name"), ""),
        ("read-stock", ("product_id",), "p-0000"),
        ("read-stock", ("available",), None),
        ("read-wallet", ("customer_id",), "c-00000"),
        ("read-wallet", ("balance_cents",), "1.99"),
        ("place-order", ("customer_id",), "c-00000"),
        ("place-order", ("status",), "LOST"),
        ("place-order", ("total_cents",), 1),
        ("place-order", ("lines", 0, "quantity"), 99),
        ("place-order", ("settled_at",), "2026-05-04T12:00:00+00:00"),
    ],
)
def test_a_lie_in_the_body_is_noticed(
    client: FlaskClient, name: str, where: tuple[Any, ...], lie: object
) -> None:
    operation = OPERATIONS[name]
    wanted = operation.draw(Choices(Random(f"lie {name} {where}"), 0.0))
    status, body = asked(client, operation, wanted)
    lying = copy.deepcopy(body)
    *path, last = where
    part = lying
    for step in path:
        part = part[step]
    part[last] = lie
    assert operation.is_correct(wanted, status, body)
    assert not operation.is_correct(wanted, status, lying)


def test_a_list_of_someone_elses_orders_is_noticed(client: FlaskClient) -> None:
    buying, listing = OPERATIONS["place-order"], OPERATIONS["list-orders"]
    order = buying.draw(Choices(Random("buyer"), 0.0))
    asked(client, buying, order)
    own = Ask("/orders?limit=20", customer_id=order.customer_id)
    status, body = asked(client, listing, own)
    assert len(body["orders"]) == 1
    assert listing.is_correct(own, status, body)
    assert not listing.is_correct(Ask("/orders", customer_id="c-00001"), status, body)


def test_a_notification_of_an_order_that_is_not_final_is_noticed(client: FlaskClient) -> None:
    buying, reading = OPERATIONS["place-order"], OPERATIONS["list-notifications"]
    order = buying.draw(Choices(Random("told"), 0.0))
    asked(client, buying, order)
    own = Ask("/notifications", customer_id=order.customer_id)
    status, body = asked(client, reading, own)
    assert reading.is_correct(own, status, body)
    body["notifications"][0]["status"] = "PENDING"
    assert not reading.is_correct(own, status, body)


def test_a_page_without_its_optional_part_is_right() -> None:
    empty = MemoryShop()
    empty.memory.outside_answers = False
    operation = OPERATIONS["read-page"]
    wanted = operation.draw(Choices(Random("page"), 0.0))
    with empty.application().test_client() as client:
        status, body = asked(client, operation, wanted)
    assert body["recommendations"] is None
    assert operation.is_correct(wanted, status, body)


def test_an_order_is_seen_pending_and_then_final(client: FlaskClient) -> None:
    operation = OPERATIONS["place-order"]
    wanted = operation.draw(Choices(Random("settling"), 0.0))
    placed = order_seen(wanted, Answer(*asked(client, operation, wanted)))
    assert placed is not None
    looked = client.get(f"/orders/{placed.order_id}", headers={"X-Customer-Id": wanted.customer_id})
    later = order_seen(wanted, Answer(looked.status_code, looked.get_json()))
    assert later is not None
    assert (placed.status, placed.is_final) == ("PENDING", False)
    assert (later.status, later.is_final, later.order_id) == ("CONFIRMED", True, placed.order_id)


def test_every_operation_is_in_the_contract() -> None:
    known = {operation.operation_id: operation.method for operation in load_operations()}
    for operation in OPERATIONS.values():
        assert known[operation.operation_id].upper() == operation.method


def test_the_shoppers_figures_are_those_of_the_seed_data() -> None:
    assert (shop.CATEGORIES, shop.COLOURS) == (catalog.CATEGORIES, catalog.COLOURS)
    plenty = [one for one, units in inventory.opening_stock().items() if units == inventory.PLENTY]
    assert plenty == [shop.product_id(number) for number in range(1, shop.PRODUCTS + 1)]
    rich = [one for one, cents in payments.opening_wallets().items() if cents]
    assert rich[: shop.CUSTOMERS] == [shop.customer_id(n) for n in range(1, shop.CUSTOMERS + 1)]
    assert set(payments.opening_wallets()) - set(rich[: shop.CUSTOMERS]) == {"c-09999", "c-10000"}
