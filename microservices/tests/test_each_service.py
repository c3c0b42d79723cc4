"""Each service as it is put together: what it answers, what it needs, how it is released."""

import os
from importlib import import_module
from typing import Any

import pytest

from experiments.protections import variables
from experiments.testing.answering import OutsideWorld
from experiments.testing.releases import changing, remembering
from experiments.testing.seeing import UNSEEN
from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import Service
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.inventory import app as inventory_app
from microservices.payments import app as payments_app
from microservices.tests.arm import SERVICES, Arm, Place
from shared_domain.catalog.seed import product
from shared_domain.inventory.seed import PLENTY
from shared_domain.kernel.config import ConfigError
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.kernel.protections import PROTECTED
from shared_domain.messages.commands import Command, ScreenRisk
from shared_domain.payments.seed import FULL_CENTS

CUSTOMER = {"X-Customer-Id": "c-00001"}
NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
ENVIRONMENT = {
    "CLEAVE_DATABASE_URL": NOWHERE,
    "CLEAVE_POOL_SIZE": "8",
    "CLEAVE_KAFKA": "127.0.0.1:1",
    "CLEAVE_OUTSIDE_URL": "http://127.0.0.1:1",
    "CLEAVE_OUTSIDE_TIMEOUT_MS": "500",
    "CLEAVE_MESH_URL": "http://127.0.0.1:1",
    "CLEAVE_REMOTE_TIMEOUT_MS": "500",
    "CLEAVE_SCORING_ROUNDS": "1",
    **UNSEEN,
    **variables(PROTECTED),
}
COMMON = {
    "CLEAVE_DATABASE_URL",
    "CLEAVE_POOL_SIZE",
    "CLEAVE_KAFKA",
    *UNSEEN,
    *variables(PROTECTED),
}
OUTSIDE = {"CLEAVE_OUTSIDE_URL", "CLEAVE_OUTSIDE_TIMEOUT_MS"}
NEEDS = {
    "catalog": COMMON | {"CLEAVE_MESH_URL", "CLEAVE_REMOTE_TIMEOUT_MS"},
    "inventory": COMMON,
    "orders": COMMON | OUTSIDE,
    "payments": COMMON,
    "recommendations": COMMON | OUTSIDE | {"CLEAVE_SCORING_ROUNDS"},
    "notifications": COMMON,
}


def startup(arm: Arm, service: str) -> tuple[int, Any]:
    answer = arm.client(service).get("/health/startup")
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize("service", SERVICES)
def test_a_process_is_made_from_its_environment_and_started(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(Service, "start", lambda self: started.append(self.name))
    monkeypatch.setattr(os, "environ", {name: ENVIRONMENT[name] for name in sorted(NEEDS[service])})
    app = import_module(f"microservices.{service}.main").build()
    assert started == [service]
    assert app.test_client().get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("service", "missing"),
    [(service, missing) for service, needs in NEEDS.items() for missing in sorted(needs)],
)
def test_a_missing_variable_fails_the_start_with_its_name(
    service: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = {name: value for name, value in ENVIRONMENT.items() if name != missing}
    monkeypatch.setattr(os, "environ", rest)
    with pytest.raises(ConfigError, match=f"{missing} is not set"):
        import_module(f"microservices.{service}.main").build()


def test_without_its_database_a_service_lives_but_is_not_ready_and_answers_503() -> None:
    config = ServiceConfig(NOWHERE, 2, "", "payments-1")
    app = payments_app.create_app(config, open_bus=MemoryBroker().open)
    client = app.test_client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    answer = client.get("/wallet", headers=CUSTOMER)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"


def test_a_service_tells_of_the_breaker_before_its_database(bare_arm: Arm) -> None:
    for service in SERVICES:
        told = bare_arm.client(service).get("/metrics").get_data(as_text=True)
        assert 'cleave_breaker_state{callee="database"} 0.0' in told


def test_a_service_is_ready_when_its_database_answers(bare_arm: Arm) -> None:
    for service in SERVICES:
        assert bare_arm.client(service).get("/health/ready").status_code == 200


def test_a_service_is_started_once_messages_reach_it_and_its_copy_is_filled(
    bare_arm: Arm,
) -> None:
    assert startup(bare_arm, "catalog") == (200, {"database": True})
    listening = {"database": True, "consumer": True}
    for service, consumer in bare_arm.consumers.items():
        assert startup(bare_arm, service)[0] == 503
        consumer.receive()
        has_copy = service in ("orders", "recommendations")
        expected = (503, listening | {"product copy": False}) if has_copy else (200, listening)
        assert startup(bare_arm, service) == expected
    bare_arm.settle()
    for service in SERVICES:
        assert startup(bare_arm, service)[0] == 200


def test_each_serves_its_own_feature_and_no_other(arm: Arm) -> None:
    paths = {
        "catalog": "/products/p-0001",
        "inventory": "/products/p-0001/stock",
        "orders": "/orders",
        "payments": "/wallet",
        "recommendations": "/products/p-0001/recommendations",
        "notifications": "/notifications",
    }
    for service in SERVICES:
        client = arm.client(service)
        codes = {name: client.get(path, headers=CUSTOMER).status_code
                 for name, path in paths.items()}  # fmt: skip
        found = [name for name, code in codes.items() if code == 200]
        assert found == [service]


def test_the_catalog_shows_a_page_made_of_three_services(arm: Arm) -> None:
    page = arm.client("catalog").get("/products/p-0001/page").get_json()
    assert page["product"] == vars(product(1))
    assert page["available"] == PLENTY
    assert len(page["recommendations"]) == 4


def test_the_page_is_shown_without_recommendations_when_the_outside_is_down(
    arm: Arm, outside: OutsideWorld
) -> None:
    outside.answers = False
    page = arm.client("catalog").get("/products/p-0001/page").get_json()
    assert (page["available"], page["recommendations"]) == (PLENTY, None)


def test_the_page_of_an_unknown_product_is_not_found(arm: Arm) -> None:
    answer = arm.client("catalog").get("/products/p-1001/page")
    assert answer.status_code == 404


def test_an_order_is_taken_in_at_once_and_settles_later(arm: Arm, place: Place) -> None:
    answer = place(("p-0001", 2))
    order = answer.get_json()
    assert (answer.status_code, order["status"]) == (201, "PENDING")
    assert answer.headers["Location"] == f"/orders/{order['order_id']}"
    assert arm.client("payments").get("/wallet", headers=CUSTOMER).get_json() == {
        "customer_id": "c-00001",
        "balance_cents": FULL_CENTS,
    }


def test_the_same_key_again_is_the_same_order_as_it_stands_now(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    first = place(("p-0001", 2)).get_json()
    arm.screening.screen(unscreened[0])
    arm.settle()
    again = place(("p-0001", 2))
    assert again.status_code == 201
    assert again.get_json()["order_id"] == first["order_id"]
    assert again.get_json()["status"] == "CONFIRMED"
    assert len(unscreened) == 1


def test_an_order_of_a_product_nobody_told_of_is_refused(bare_arm: Arm) -> None:
    answer = bare_arm.client("orders").post(
        "/orders",
        json={"lines": [{"product_id": "p-0001", "quantity": 1}]},
        headers={**CUSTOMER, "Idempotency-Key": "k-1"},
    )
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "urn:cleave:problem:unknown-product-in-order"


@pytest.mark.parametrize("service", SERVICES)
def test_its_feature_its_bus_and_its_clock_are_shown_to_a_release_once(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "start", lambda self: None)
    monkeypatch.setattr(os, "environ", ENVIRONMENT)
    shown: list[str] = []
    import_module(f"microservices.{service}.main").build(remembering(shown))
    assert sorted(shown) == [service, f"{service}.bus", f"{service}.clock"]


def test_a_release_is_what_messages_reach(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    def declines(_session: object, _command: Command) -> None:
        raise Refused(Reason.PAYMENT_DECLINED)

    release = changing("payments", handle=declines)
    arm.redeploy("payments", lambda config, bus: payments_app.create_app(config, release, bus))
    order = place(("p-0001", 1)).get_json()
    arm.screening.screen(unscreened[0])
    arm.settle()
    settled = arm.client("orders").get(f"/orders/{order['order_id']}", headers=CUSTOMER)
    assert settled.get_json()["reason"] == "payment_declined"


def test_a_release_is_what_routes_and_the_page_reach(arm: Arm) -> None:
    release = changing("inventory", available=lambda *_: 7)
    arm.redeploy("inventory", lambda config, bus: inventory_app.create_app(config, release, bus))
    assert arm.client("inventory").get("/products/p-0001/stock").get_json()["available"] == 7
    assert arm.client("catalog").get("/products/p-0001/page").get_json()["available"] == 7
