"""What is done to an arm, as its backends are told of it; and that nobody waits for them."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from experiments.artefacts.release import Release
from experiments.backends import annotating as annotating_module
from experiments.backends.addresses import COMPOSE
from experiments.backends.annotated import annotated
from experiments.backends.annotating import annotating
from experiments.backends.annotation import Action, Annotation, Category
from experiments.backends.annotator import MOST_WAITING, Annotator
from experiments.budget import load_budget
from experiments.stacks.protocol import Database, Link, Replica, StackError
from experiments.testing.fake_stack import FakeStack
from experiments.topology import SERVICES

AT = datetime(2026, 11, 27, 14, 3, 21, tzinfo=UTC)
LATER = AT + timedelta(seconds=10)


def fault(at: datetime, action: Action) -> Annotation:
    return Annotation(at, Category.FAULT, action, "fault of payments", "services")


class Backends:
    """Keep what they are sent, by address; some are `away`."""

    def __init__(self, *away: str) -> None:
        self.sent: dict[str, list[Any]] = {}
        self._away = away

    def post(self, address: str, body: Any) -> None:
        if address.startswith(self._away):
            raise OSError("nobody is there")
        self.sent.setdefault(address, []).append(body)


def told(backends: Backends, *annotations: Annotation) -> Annotator:
    annotator = Annotator(COMPOSE, backends.post)
    for annotation in annotations:
        annotator.tell(annotation)
    annotator.close()
    return annotator


def test_a_fault_is_two_documents_an_alert_that_ends_and_a_span_as_long_as_it() -> None:
    backends = Backends()
    told(backends, fault(AT, Action.BEGINS), fault(LATER, Action.ENDS))
    begin, end = backends.sent[f"{COMPOSE.elasticsearch}/cleave-annotations/_doc"]
    assert begin["message"] == "fault of payments begins on services"
    assert begin["event"] == {"category": "fault", "action": "begins"}
    assert end["@timestamp"] == "2026-11-27T14:03:31+00:00"
    (on,), (over,) = backends.sent[f"{COMPOSE.alertmanager}/api/v2/alerts"]
    assert on["labels"] == over["labels"]
    assert (on["startsAt"], over["endsAt"]) == (AT.isoformat(), LATER.isoformat())
    (trace,) = backends.sent[COMPOSE.spans]
    (span,) = trace["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) == 10**10


def test_what_happens_in_a_moment_is_told_once_and_is_an_alert_for_a_minute() -> None:
    backends = Backends()
    told(backends, Annotation(AT, Category.RELEASE, Action.HAPPENS, "v2 of catalog", "services"))
    ((alert,),) = backends.sent[f"{COMPOSE.alertmanager}/api/v2/alerts"]
    assert alert["labels"]["alertname"] == "LabRelease"
    assert alert["endsAt"] == (AT + timedelta(seconds=60)).isoformat()
    assert len(backends.sent[COMPOSE.spans]) == 1


def test_a_backend_that_is_away_loses_its_part_and_the_others_get_theirs() -> None:
    backends = Backends(COMPOSE.elasticsearch)
    annotator = told(backends, fault(AT, Action.HAPPENS))
    assert annotator.lost == 1
    assert set(backends.sent) == {f"{COMPOSE.alertmanager}/api/v2/alerts", COMPOSE.spans}


def test_whoever_tells_does_not_wait_for_backends_that_hang() -> None:
    free, asked = threading.Event(), threading.Event()

    def hang(_address: str, _body: Any) -> None:
        asked.set()
        free.wait(30)

    annotator = Annotator(COMPOSE, hang)
    annotator.tell(fault(AT, Action.HAPPENS))
    assert asked.wait(30)
    for _ in range(MOST_WAITING + 5):
        annotator.tell(fault(AT, Action.HAPPENS))
    assert annotator.lost == 5
    free.set()
    annotator.close()


@pytest.fixture
def heard() -> list[Annotation]:
    return []


def said(heard: list[Annotation]) -> list[tuple[str, str]]:
    return [(each.what, str(each.action)) for each in heard]


def test_acts_of_a_stack_are_told_when_they_are_done(heard: list[Annotation]) -> None:
    plain = FakeStack(SERVICES)
    stack = annotated(plain, heard.append)
    stack.start()
    stack.switch("payments", {"fault": "crash"})
    stack.switch("payments", None)
    stack.kill(Replica("catalog", 1))
    stack.kill(Database("orders"), stays_down=True)
    stack.restart(Database("orders"))
    stack.link("catalog", "inventory", Link(cut="reset"))
    stack.link("catalog", "inventory", None)
    stack.scale("catalog", 2)
    stack.deploy("catalog", Release("v2"))
    assert said(heard) == [
        ("crash of payments", "begins"),
        ("crash of payments", "ends"),
        ("replica catalog 1 killed", "happens"),
        ("database orders down", "begins"),
        ("database orders down", "ends"),
        ("link from catalog to inventory", "begins"),
        ("link from catalog to inventory", "ends"),
        ("catalog at 2 replicas", "happens"),
        ("v2 of catalog", "happens"),
    ]
    assert {each.arm for each in heard} == {"services"}
    assert plain.killed == [Replica("catalog", 1), Database("orders")]
    assert stack.replicas("catalog") == 2


def test_faults_are_told_apart_and_one_that_takes_anothers_place_ends_it(
    heard: list[Annotation],
) -> None:
    stack = annotated(FakeStack(SERVICES), heard.append)
    stack.start()
    stack.switch("payments", {"fault": "hang"})
    stack.switch("orders", {"fault": "leak"})
    stack.switch("payments", {"fault": "errors"})
    stack.switch("payments", None)
    stack.switch("orders", None)
    assert said(heard) == [
        ("hang of payments", "begins"),
        ("leak of orders", "begins"),
        ("hang of payments", "ends"),
        ("errors of payments", "begins"),
        ("errors of payments", "ends"),
        ("leak of orders", "ends"),
    ]


LOST = "2 times a backend did not take what was done to the arms"


@pytest.mark.parametrize(
    ("away", "lost"), [((), []), ((COMPOSE.elasticsearch, COMPOSE.alertmanager), [LOST])]
)
def test_what_was_lost_is_said_when_all_is_over(
    monkeypatch: pytest.MonkeyPatch, away: tuple[str, ...], lost: list[str]
) -> None:
    backends, heard = Backends(*away), list[str]()
    monkeypatch.setattr(annotating_module, "Annotator", lambda to: Annotator(to, backends.post))
    seeing = replace(load_budget().seeing, annotate=True)
    with annotating(seeing, heard.append) as told_of:
        stack = told_of(FakeStack(SERVICES))
        stack.start()
        stack.switch("payments", {"fault": "crash"})
        assert heard == []
    assert heard == lost


def test_what_a_stack_refuses_is_not_told(heard: list[Annotation]) -> None:
    stack = annotated(FakeStack(SERVICES), heard.append)
    stack.start()
    with pytest.raises(StackError):
        stack.limit_cpu("catalog", 0.0)
    assert heard == []


def test_what_is_put_back_without_having_been_changed_is_not_told(heard: list[Annotation]) -> None:
    stack = annotated(FakeStack(SERVICES), heard.append)
    stack.start()
    stack.switch("payments", None)
    stack.resume(Replica("catalog", 1))
    assert heard == []
