"""One order, through the features that it needs: one trace, and its spans in one tree.

Compare with `microservices/tests/test_an_order_is_one_trace.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from experiments.testing.answering import OutsideWorld, answering
from monolith import app as app_module
from monolith.app import NOTIFIER, create_app
from monolith.config import Config
from shared_domain.kernel.database import Database
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.tests.harness import Recorder
from shared_domain.kernel.wrap import unwrapped

HEADERS = {"X-Customer-Id": "c-00001", "Idempotency-Key": "k-1"}
ORDER = {"lines": [{"product_id": "p-0001", "quantity": 1}]}


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "monolith.jsonl", part="monolith")
    yield recorder
    recorder.tracing.close()


@pytest.fixture
def app(config: Config, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The whole shop, with all that it does recorded; its notifier works when it is told to."""
    opened: list[Database] = []

    def remember(*settings: Any, **more: Any) -> Database:
        opened.append(Database(*settings, **more))
        return opened[-1]

    monkeypatch.setattr(app_module, "Database", remember)
    seeing = Seeing(Metrics(), recorder.tracing)
    with answering(OutsideWorld()) as url:
        yield create_app(replace(config, outside_url=url), seeing.around(unwrapped), seeing)
    for database in opened:
        database.engine.dispose()


def test_an_order_is_one_trace_from_the_request_to_the_notification(
    app: Flask, recorder: Recorder
) -> None:
    answer = app.test_client().post("/orders", json=ORDER, headers=HEADERS)
    order_id = answer.get_json()["order_id"]
    app.extensions[NOTIFIER].notify_due()
    spans = recorder.spans()
    assert {span.name for span in spans} >= {
        "POST /orders",
        "orders.place",
        "catalog.prices",
        "POST risk screening",
        "transaction",
        "inventory.reserve",
        "payments.authorise",
        "INSERT order_lines",
        "process notification_jobs",
        "notifications.tell",
    }
    known = {span.own for span in spans}
    assert [span.name for span in spans if span.parent not in known] == ["POST /orders"]
    assert len({span.trace for span in spans}) == 1
    (told,) = (span for span in spans if span.name == "notifications.tell")
    assert told.attributes["cleave.order"] == order_id
    assert not [span for span in spans if span.is_error or "c-00001" in str(span)]


def test_a_page_is_one_trace_though_it_is_put_together_by_two_threads(
    app: Flask, recorder: Recorder
) -> None:
    assert app.test_client().get("/products/p-0001/page").status_code == 200
    spans = recorder.spans()
    found = {span.name: span for span in spans}
    ranked = found["POST ranking"]
    assert ranked.parent == found["recommendations.recommend"].own
    assert found["recommendations.recommend"].parent == found["GET /products/{product_id}/page"].own
    assert len({span.trace for span in spans}) == 1
