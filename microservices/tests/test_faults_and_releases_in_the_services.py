"""The lab's wrappers on the services' real composition roots. Compare with the monolith's test."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.errors import errors
from experiments.faults.fault import Fault
from experiments.faults.wrapper import clock, switchable
from experiments.releases.flag import FORMER
from experiments.releases.good_catalog import PROBE
from experiments.releases.wrapper import any_order, bad_authorise
from microservices.catalog import app as catalog
from microservices.inventory import app as inventory
from microservices.notifications import app as notifications
from microservices.orders import app as orders
from microservices.payments import app as payments
from microservices.recommendations import app as recommendations
from microservices.tests.arm import SERVICES, Arm, Place
from shared_domain.inventory.seed import PLENTY
from shared_domain.kernel.wrap import F, Wrap
from shared_domain.messages.commands import ScreenRisk
from shared_domain.payments.seed import FULL_CENTS

CUSTOMER = {"X-Customer-Id": "c-00001"}
READS = {
    "/products?q=blue": "catalog",
    "/products/p-0001": "catalog",
    "/products/p-0001/page": "catalog",
    "/products/p-0001/stock": "inventory",
    "/products/p-0001/recommendations": "recommendations",
    "/orders": "orders",
    "/wallet": "payments",
    "/notifications": "notifications",
}
CREATE: dict[str, Callable[..., Flask]] = {
    "catalog": catalog.create_app,
    "inventory": inventory.create_app,
    "orders": orders.create_app,
    "payments": payments.create_app,
    "recommendations": recommendations.create_app,
    "notifications": notifications.create_app,
}


@pytest.fixture(autouse=True)
def switches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    return tmp_path


def release(arm: Arm, service: str, wrap: Wrap) -> None:
    """As an artefact's entry does it: the wrapper is asked for its own feature only."""

    def wrap_its_own(name: str, feature: F, /) -> F:
        return wrap(name, feature) if name == service else feature

    arm.redeploy(service, lambda config, bus: CREATE[service](config, wrap_its_own, bus))


def read(arm: Arm, path: str) -> Any:
    answer = arm.client(READS.get(path, "catalog")).get(path, headers=CUSTOMER)
    assert answer.status_code == 200, path
    return answer.get_json()


def read_order(arm: Arm, order_id: str) -> Any:
    return arm.client("orders").get(f"/orders/{order_id}", headers=CUSTOMER).get_json()


def switch(folder: Path, feature: str, setting: object) -> None:
    (folder / f"{feature}.json").write_text(json.dumps(setting))


def inject(folder: Path, fault: Fault) -> None:
    switch(folder, fault.feature, fault.setting)


def settled(arm: Arm, place: Place, waiting: list[ScreenRisk], key: str = "k-1") -> tuple[str, Any]:
    """Status and reason of a new order once every message is handled."""
    order_id = place(("p-0001", 2), key=key).get_json()["order_id"]
    arm.screening.screen(waiting.pop())
    arm.settle()
    order = read_order(arm, order_id)
    return order["status"], order["reason"]


def assert_nothing_was_taken(arm: Arm) -> None:
    assert read(arm, "/wallet")["balance_cents"] == FULL_CENTS
    assert read(arm, "/products/p-0001/stock")["available"] == PLENTY


def test_with_every_wrapper_asleep_the_shop_answers_as_without(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: read(arm, path) for path in READS}
    waiting: list[ScreenRisk] = []
    for service in SERVICES:
        release(arm, service, switchable.wrap)
    monkeypatch.setattr(arm.screening, "submit", waiting.append)
    assert {path: read(arm, path) for path in READS} == before
    assert settled(arm, place, waiting) == ("CONFIRMED", None)
    assert read(arm, "/notifications")["notifications"][0]["status"] == "CONFIRMED"


def test_an_error_in_payments_rejects_the_order_and_takes_nothing(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], switches: Path
) -> None:
    release(arm, "payments", switchable.wrap)
    inject(switches, errors("payments"))
    assert settled(arm, place, unscreened) == ("REJECTED", "failed")
    (switches / "payments.json").unlink()
    assert_nothing_was_taken(arm)
    assert len(arm.broker.told("payments.commands.dead")) == 1
    assert settled(arm, place, unscreened, "k-2") == ("CONFIRMED", None)


def test_an_error_in_recommendations_costs_the_page_only_them(arm: Arm, switches: Path) -> None:
    release(arm, "recommendations", switchable.wrap)
    inject(switches, errors("recommendations"))
    answer = arm.client("recommendations").get("/products/p-0001/recommendations")
    assert answer.status_code == 500
    assert read(arm, "/products/p-0001/page")["recommendations"] is None


def test_bad_payments_fail_every_order_until_the_flag_is_set(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], switches: Path
) -> None:
    release(arm, "payments", bad_authorise.wrap)
    assert settled(arm, place, unscreened) == ("REJECTED", "failed")
    assert_nothing_was_taken(arm)
    switch(switches, "payments", FORMER)
    assert settled(arm, place, unscreened, "k-2") == ("CONFIRMED", None)
    switch(switches, "payments", {"flag": "new"})
    assert settled(arm, place, unscreened, "k-3") == ("REJECTED", "failed")


def test_the_better_catalog_finds_words_in_either_order(arm: Arm) -> None:
    paths = (*READS, "/products?q=none", "/products?category=none", "/products?q=%20")
    before = {path: read(arm, path) for path in paths}
    assert read(arm, PROBE)["products"] == []
    release(arm, "catalog", any_order.wrap)
    found = read(arm, "/products?q=blue lamps&limit=1")["products"]
    assert read(arm, PROBE)["products"] == found
    assert {path: read(arm, path) for path in paths} == before


def test_a_clock_that_jumps_has_an_order_screened_twice_and_paid_once(
    arm: Arm, place: Place, switches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_its_clock(name: str, port: F, /) -> F:
        return clock.wrap(name, port) if name == "orders.clock" else port

    arm.redeploy("orders", lambda config, bus: CREATE["orders"](config, with_its_clock, bus))
    waiting: list[ScreenRisk] = []
    monkeypatch.setattr(arm.screening, "submit", waiting.append)
    switch(switches, "orders.clock", clock_skewed("orders", -3600).setting)
    order = place(("p-0001", 2)).get_json()
    (switches / "orders.clock.json").unlink()
    arm.screening.sweep()  # by the right clock its lease is long over
    assert [command.order_id for command in waiting] == [order["order_id"]] * 2
    for command in waiting:
        arm.screening.screen(command)
    arm.settle()
    final = read_order(arm, order["order_id"])
    assert final["status"] == "CONFIRMED"
    placed, at = (datetime.fromisoformat(final[name]) for name in ("placed_at", "settled_at"))
    assert at - placed > timedelta(minutes=59)
    assert read(arm, "/wallet")["balance_cents"] == FULL_CENTS - order["total_cents"]
