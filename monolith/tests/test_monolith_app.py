"""The monolith as a process: its configuration, its composition, what it answers when alone."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from experiments.protections import variables
from experiments.testing.answering import OutsideWorld, answering
from experiments.testing.releases import changing, remembering
from experiments.testing.seeing import UNSEEN
from experiments.topology import FEATURES
from monolith import app, main
from monolith.app import NOTIFIER, create_app
from monolith.config import Config
from monolith.notifier import Notifier
from monolith.prepare import prepare
from monolith.tests.harness import NOWHERE
from shared_domain.inventory.seed import PLENTY
from shared_domain.kernel.config import ConfigError
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.kernel.protections import PROTECTED
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.commands import Command

CLOCKS = [f"{feature}.clock" for feature in FEATURES]
"""There is one clock: each feature may have it changed."""
ORDER = {"lines": [{"product_id": "p-0001", "quantity": 1}]}
ENVIRONMENT = {
    "CLEAVE_DATABASE_URL": "postgresql+psycopg://m:m@127.0.0.1:1/m",
    "CLEAVE_POOL_SIZE": "8",
    "CLEAVE_OUTSIDE_URL": NOWHERE,
    "CLEAVE_OUTSIDE_TIMEOUT_MS": "500",
    "CLEAVE_REMOTE_TIMEOUT_MS": "500",
    "CLEAVE_SCORING_ROUNDS": "1",
    **UNSEEN,
    **variables(PROTECTED),
}


@pytest.fixture(autouse=True)
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes what the apps open, which in a process live as long as it does."""
    opened: list[Database] = []

    def remember(*settings: Any, **more: Any) -> Database:
        opened.append(Database(*settings, **more))
        return opened[-1]

    monkeypatch.setattr(app, "Database", remember)
    yield
    for database in opened:
        database.engine.dispose()


def client_of(config: Config, release: Wrap = unwrapped) -> FlaskClient:
    return create_app(config, release).test_client()


def fails(*_: object) -> None:
    raise LookupError("this release was built to fail")


def place(client: FlaskClient, customer: str = "c-00001") -> dict[str, object]:
    headers = {"X-Customer-Id": customer, "Idempotency-Key": "k-1"}
    answer = client.post("/orders", json=ORDER, headers=headers)
    assert answer.status_code == 201
    order: dict[str, object] = answer.get_json()
    return order


@pytest.fixture
def outside() -> Iterator[tuple[OutsideWorld, str]]:
    world = OutsideWorld()
    with answering(world) as url:
        yield world, url


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Notifier]:
    """The notifiers that were to start. None does: there is no database."""
    started: list[Notifier] = []
    monkeypatch.setattr(Notifier, "start", lambda notifier: started.append(notifier))
    monkeypatch.setattr(main, "when_main_thread_ends", lambda _: None)
    return started


def test_a_process_is_made_from_its_environment(
    monkeypatch: pytest.MonkeyPatch, started: list[Notifier]
) -> None:
    monkeypatch.setattr(os, "environ", ENVIRONMENT)
    app = main.build()
    assert app.test_client().get("/health/live").status_code == 200
    assert started == [app.extensions[NOTIFIER]]


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_a_missing_variable_fails_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    rest = {name: value for name, value in ENVIRONMENT.items() if name != missing}
    monkeypatch.setattr(os, "environ", rest)
    with pytest.raises(ConfigError, match=f"{missing} is not set"):
        main.build()


def test_it_is_ready_and_started_when_its_database_answers(config: Config) -> None:
    client = client_of(config)
    for probe in ("live", "ready", "startup"):
        assert client.get(f"/health/{probe}").status_code == 200


def test_without_its_database_it_lives_but_is_not_ready_and_answers_503(config: Config) -> None:
    client = client_of(replace(config, database_url=ENVIRONMENT["CLEAVE_DATABASE_URL"]))
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    answer = client.get("/products/p-0001")
    assert answer.status_code == 503
    assert answer.get_json()["type"] == "urn:cleave:problem:unavailable"
    assert answer.headers["Retry-After"] == "1"


def test_it_tells_of_each_breaker(config: Config) -> None:
    told = client_of(config).get("/metrics").get_data(as_text=True)
    for callee in ("database", "ranking", "recommendations"):
        assert f'cleave_breaker_state{{callee="{callee}"}} 0.0' in told


def test_an_order_is_answered_in_its_final_state(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    world, url = outside
    order = place(client_of(replace(config, outside_url=url)))
    assert order["status"] == "CONFIRMED"
    assert world.screened == [order["order_id"]]


def test_the_outside_world_may_refuse_a_customer(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    order = place(client_of(replace(config, outside_url=outside[1])), "c-09999")
    assert (order["status"], order["reason"]) == ("REJECTED", "risk_refused")


def test_without_the_outside_world_orders_are_rejected_and_nothing_is_touched(
    config: Config,
) -> None:
    client = client_of(config)
    order = place(client)
    assert (order["status"], order["reason"]) == ("REJECTED", "screening_unavailable")
    assert client.get("/products/p-0001/stock").get_json()["available"] == PLENTY


def test_the_page_has_recommendations_where_they_are_to_be_had(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    world, url = outside
    client = client_of(replace(config, outside_url=url))
    page = client.get("/products/p-0001/page").get_json()
    assert page["available"] == PLENTY
    assert len(page["recommendations"]) == 4
    world.answers = False
    page = client.get("/products/p-0001/page").get_json()
    assert page["product"]["product_id"] == "p-0001"
    assert page["recommendations"] is None


def test_the_page_of_an_unknown_product_is_not_found(config: Config) -> None:
    answer = client_of(config).get("/products/p-1001/page")
    assert answer.status_code == 404
    assert answer.get_json()["type"] == "urn:cleave:problem:unknown-product"


def test_every_feature_is_shown_to_a_release_once_under_its_name(config: Config) -> None:
    shown: list[str] = []
    client_of(config, remembering(shown))
    assert sorted(shown) == sorted([*FEATURES, *CLOCKS])


@pytest.mark.usefixtures("started")
def test_a_process_hands_the_release_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", ENVIRONMENT)
    shown: list[str] = []
    main.build(remembering(shown))
    assert sorted(shown) == sorted([*FEATURES, *CLOCKS])


def test_a_release_of_recommendations_is_reached_by_its_route_and_by_the_page(
    config: Config,
) -> None:
    client = client_of(config, changing("recommendations", recommend=lambda _: []))
    assert client.get("/products/p-0001/recommendations").get_json()["recommendations"] == []
    assert client.get("/products/p-0001/page").get_json()["recommendations"] == []


def test_a_mistake_in_the_recommendations_costs_the_page_only_them(config: Config) -> None:
    client = client_of(config, changing("recommendations", recommend=fails))
    assert client.get("/products/p-0001/recommendations").status_code == 500
    page = client.get("/products/p-0001/page").get_json()
    assert (page["available"], page["recommendations"]) == (PLENTY, None)


def test_a_release_of_payments_is_reached_by_the_checkout(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    def declines(_session: object, _command: Command) -> None:
        raise Refused(Reason.PAYMENT_DECLINED)

    release = changing("payments", handle=declines)
    order = place(client_of(replace(config, outside_url=outside[1]), release))
    assert order["reason"] == "payment_declined"


def test_a_release_of_inventory_is_reached_by_the_checkout_and_by_the_page(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    def sold_out(_session: object, _command: Command) -> None:
        raise Refused(Reason.OUT_OF_STOCK)

    release = changing("inventory", handle=sold_out, available=lambda *_: 7)
    client = client_of(replace(config, outside_url=outside[1]), release)
    assert place(client)["reason"] == "out_of_stock"
    assert client.get("/products/p-0001/page").get_json()["available"] == 7


def test_a_release_of_notifications_is_what_tells_the_customer(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    told: list[object] = []
    release = changing("notifications", tell=lambda _, event: told.append(event))
    client = client_of(replace(config, outside_url=outside[1]), release)
    place(client)
    client.application.extensions[NOTIFIER].notify_due()
    assert len(told) == 1


def test_a_release_of_the_catalog_is_reached_by_orders_and_by_recommendations(
    config: Config, outside: tuple[OutsideWorld, str]
) -> None:
    release = changing(
        "catalog", prices=lambda _, ids: dict.fromkeys(ids, 5), of_same_category=lambda *_: []
    )
    client = client_of(replace(config, outside_url=outside[1]), release)
    assert place(client)["total_cents"] == 5
    assert client.get("/products/p-0001/recommendations").status_code == 404


def test_a_release_of_orders_is_reached_by_its_routes(config: Config) -> None:
    client = client_of(config, changing("orders", place=fails, newest=lambda *_: []))
    headers = {"X-Customer-Id": "c-00001", "Idempotency-Key": "k-1"}
    assert client.post("/orders", json=ORDER, headers=headers).status_code == 500
    assert client.get("/orders", headers=headers).get_json() == {"orders": [], "next": None}


def test_preparing_a_prepared_database_changes_nothing(config: Config) -> None:
    client = client_of(config)
    assert place(client)["status"] == "REJECTED"
    database = Database(config.database_url, pool_size=1)
    prepare(database)
    database.engine.dispose()
    headers = {"X-Customer-Id": "c-00001"}
    assert len(client.get("/orders", headers=headers).get_json()["orders"]) == 1
    assert len(client.get("/products?limit=50").get_json()["products"]) == 50
