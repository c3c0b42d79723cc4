"""The lab's wrappers on the monolith's real composition root. Compare with the services' test."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.errors import errors
from experiments.faults.fault import Fault
from experiments.faults.wrapper import clock, switchable
from experiments.releases.flag import FORMER
from experiments.releases.good_catalog import PROBE
from experiments.releases.wrapper import any_order, bad_authorise
from experiments.testing.answering import OutsideWorld, answering
from experiments.topology import FEATURES
from monolith import app
from monolith.config import Config
from shared_domain.inventory.seed import PLENTY
from shared_domain.kernel.database import Database
from shared_domain.kernel.wrap import F, Wrap
from shared_domain.payments.seed import FULL_CENTS

CUSTOMER = {"X-Customer-Id": "c-00001"}
READS = ("/products?q=blue", "/products/p-0001", "/products/p-0001/page", "/products/p-0001/stock",
         "/products/p-0001/recommendations", "/orders", "/wallet", "/notifications")  # fmt: skip
Open = Callable[[Wrap], FlaskClient]


@pytest.fixture
def opened(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """The monolith in a release; its switches stand in `tmp_path`."""
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    databases: list[Database] = []

    def remember(*settings: Any, **more: Any) -> Database:
        databases.append(Database(*settings, **more))
        return databases[-1]

    monkeypatch.setattr(app, "Database", remember)
    with answering(OutsideWorld()) as url:
        yield lambda wrap: app.create_app(replace(config, outside_url=url), wrap).test_client()
    for database in databases:
        database.engine.dispose()


def place(client: FlaskClient, key: str = "k-1") -> tuple[int, Any]:
    body = {"lines": [{"product_id": "p-0001", "quantity": 2}]}
    answer = client.post("/orders", json=body, headers={**CUSTOMER, "Idempotency-Key": key})
    return answer.status_code, answer.get_json()


def read(client: FlaskClient, path: str) -> Any:
    answer = client.get(path, headers=CUSTOMER)
    assert answer.status_code == 200, path
    return answer.get_json()


def switch(folder: Path, feature: str, setting: object) -> None:
    (folder / f"{feature}.json").write_text(json.dumps(setting))


def inject(folder: Path, fault: Fault) -> None:
    switch(folder, fault.feature, fault.setting)


def switchable_features(name: str, feature: F, /) -> F:
    """As an artefact's entry does it: the wrapper is asked for features only."""
    return switchable.wrap(name, feature) if name in FEATURES else feature


def assert_nothing_was_taken(client: FlaskClient) -> None:
    assert read(client, "/wallet")["balance_cents"] == FULL_CENTS
    assert read(client, "/products/p-0001/stock")["available"] == PLENTY
    assert read(client, "/orders")["orders"] == []


def test_with_every_wrapper_asleep_the_shop_answers_as_without(opened: Open) -> None:
    plain, wrapped = opened(lambda _, feature: feature), opened(switchable_features)
    status, order = place(wrapped)
    assert (status, order["status"]) == (201, "CONFIRMED")
    assert place(wrapped) == (201, order)
    for path in READS:
        assert read(wrapped, path) == read(plain, path)


def test_an_error_in_payments_is_a_500_and_takes_nothing(opened: Open, tmp_path: Path) -> None:
    client = opened(switchable_features)
    inject(tmp_path, errors("payments"))
    assert place(client)[0] == 500
    (tmp_path / "payments.json").unlink()
    assert_nothing_was_taken(client)
    assert place(client)[1]["status"] == "CONFIRMED"


def test_an_error_in_recommendations_costs_the_page_only_them(opened: Open, tmp_path: Path) -> None:
    client = opened(switchable_features)
    inject(tmp_path, errors("recommendations"))
    assert client.get("/products/p-0001/recommendations").status_code == 500
    assert read(client, "/products/p-0001/page")["recommendations"] is None


def test_bad_payments_fail_every_order_until_the_flag_is_set(opened: Open, tmp_path: Path) -> None:
    client = opened(lambda name, one: bad_authorise.wrap(name, one) if name == "payments" else one)
    assert place(client)[0] == 500
    assert_nothing_was_taken(client)
    switch(tmp_path, "payments", FORMER)
    assert place(client)[1]["status"] == "CONFIRMED"
    switch(tmp_path, "payments", {"flag": "new"})
    assert place(client, "k-2")[0] == 500


def test_the_better_catalog_finds_words_in_either_order(opened: Open) -> None:
    plain = opened(lambda _, feature: feature)
    better = opened(lambda name, one: any_order.wrap(name, one) if name == "catalog" else one)
    assert read(plain, PROBE)["products"] == []
    assert (
        read(better, PROBE)["products"] == read(plain, "/products?q=blue lamps&limit=1")["products"]
    )
    for path in (*READS, "/products?q=none", "/products?category=none", "/products?q=%20"):
        assert read(better, path) == read(plain, path)


def test_a_replica_has_one_clock_whichever_feature_it_is_wrong_for(
    opened: Open, tmp_path: Path
) -> None:
    client = opened(lambda name, one: clock.wrap(name, one) if name == "payments.clock" else one)
    switch(tmp_path, "payments.clock", clock_skewed("payments", -3600).setting)
    status, order = place(client)
    assert (status, order["status"]) == (201, "CONFIRMED")
    for moment in (order["placed_at"], order["settled_at"]):
        behind = datetime.now(UTC) - datetime.fromisoformat(moment)
        assert timedelta(hours=1) <= behind < timedelta(hours=1, minutes=1)
