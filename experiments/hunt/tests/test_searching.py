"""What the procedure opens until it names the feature, step by step, on recordings of both arms."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from experiments.hunt.look import Step
from experiments.hunt.procedure import LEVELS, Search, in_words, search
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Kind
from experiments.hunt.tests.left_behind import (
    a_refusal_that_raises,
    a_slow_ledger,
    a_wrong_total,
)
from experiments.hunt.tests.made import made, symptom
from experiments.topology import FEATURES, MONOLITH, SERVICES, TOPOLOGIES

Leave = Callable[[Path, str], Recording]
NOTHING, LOGS, METRICS, TRACES = LEVELS
BOTH = pytest.mark.parametrize("arm", TOPOLOGIES)


def searched(recording: Recording, level: str, guilty: str) -> Search:
    return by_steps(recording, LEVELS[level], guilty)


def by_steps(recording: Recording, steps: Iterable[Step], guilty: str) -> Search:
    assert recording.symptom is not None
    return search(recording, recording.symptom, steps, lambda name: name == guilty)


def steps_of(found: Search) -> list[str]:
    return [look.step for look in found.looks]


@BOTH
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("leave", "guilty"),
    [(a_refusal_that_raises, "payments"), (a_slow_ledger, "payments"), (a_wrong_total, "orders")],
)
def test_every_bug_is_found_on_every_level(
    tmp_path: Path, arm: str, level: str, leave: Leave, guilty: str
) -> None:
    found = searched(leave(tmp_path, arm), level, guilty)
    assert found.named == found.opened[-1] == guilty
    assert len(set(found.opened)) == len(found.opened)


@BOTH
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("leave", [a_refusal_that_raises, a_slow_ledger, a_wrong_total])
def test_the_same_recording_is_searched_in_the_same_way(
    tmp_path: Path, arm: str, level: str, leave: Leave
) -> None:
    recording = leave(tmp_path, arm)
    assert searched(recording, level, "orders") == searched(recording, level, "orders")


@pytest.mark.parametrize(
    ("arm", "level", "counts"),
    [
        (MONOLITH.name, LOGS, (1, 1, 1, 1)),  # the traceback leads to payments
        (MONOLITH.name, METRICS, (2, 2, 2, 2)),  # the route is the orders'
        (MONOLITH.name, TRACES, (1, 1, 3, 1)),
        (SERVICES.name, LOGS, (1, 1, 5, 1)),
        (SERVICES.name, METRICS, (1, 6, 1, 1)),
        (SERVICES.name, TRACES, (1, 2, 4, 1)),
    ],
)
def test_what_raises_is_found_by_its_traceback_or_its_failed_span(
    tmp_path: Path, arm: str, level: str, counts: tuple[int, int, int, int]
) -> None:
    assert searched(a_refusal_that_raises(tmp_path, arm), level, "payments").counts == counts


@pytest.mark.parametrize(
    ("arm", "level", "steps", "opened"),
    [
        (
            MONOLITH.name,
            LOGS,
            ["warnings", "order's lines", "contract"],
            ("orders", "inventory", "payments"),
        ),
        (
            MONOLITH.name,
            METRICS,
            ["metrics", "warnings", "order's lines", "contract"],
            ("orders", "inventory", "payments"),
        ),
        (MONOLITH.name, TRACES, ["trace"], ("payments",)),
        (SERVICES.name, LOGS, ["warnings", "order's lines"], ("payments",)),
        (SERVICES.name, METRICS, ["metrics"], ("payments",)),
        (SERVICES.name, TRACES, ["trace"], ("payments",)),
    ],
)
def test_what_is_slow_shows_where_a_process_or_a_span_ends(
    tmp_path: Path, arm: str, level: str, steps: list[str], opened: tuple[str, ...]
) -> None:
    found = searched(a_slow_ledger(tmp_path, arm), level, "payments")
    assert (steps_of(found), found.opened) == (steps, opened)


@BOTH
def test_what_is_wrong_is_followed_up_from_where_it_shows(tmp_path: Path, arm: str) -> None:
    found = searched(a_wrong_total(tmp_path, arm), TRACES, "orders")
    assert found.opened == ("notifications", "orders")
    assert found.looks[0].suspects == ("notifications", "orders", "payments")


@BOTH
def test_a_useless_trace_makes_it_need_more(tmp_path: Path, arm: str) -> None:
    useful = searched(a_slow_ledger(tmp_path, arm), TRACES, "payments")
    (tmp_path / "useless").mkdir()
    recording = a_slow_ledger(tmp_path / "useless", arm, with_traces=False)
    useless = searched(recording, TRACES, "payments")
    assert useless.named == "payments"
    assert useless.looks[0].suspects == ()
    assert useless.counts.queries > useful.counts.queries
    assert useless.counts.files > useful.counts.files
    assert useless.counts.queries == searched(recording, METRICS, "payments").counts.queries + 1


@BOTH
@pytest.mark.parametrize("level", LEVELS)
def test_a_reason_tells_who_refused_and_nothing_is_opened_for_it(
    tmp_path: Path, arm: str, level: str
) -> None:
    recording = made(tmp_path, arm).recording(symptom(Kind.WRONG, reason="out_of_stock"))
    assert searched(recording, level, "inventory").counts == (0, 0, 0, 1)


@BOTH
def test_whoever_opens_nothing_goes_by_the_contract_whatever_was_recorded(
    tmp_path: Path, arm: str
) -> None:
    found = searched(a_slow_ledger(tmp_path, arm), NOTHING, "payments")
    assert found.counts == (0, 0, 0, 3)
    assert found.opened == ("orders", "inventory", "payments")


@BOTH
@pytest.mark.parametrize("level", LEVELS)
def test_where_nothing_tells_the_contract_leads_to_all_features(
    tmp_path: Path, arm: str, level: str
) -> None:
    recording = made(tmp_path, arm).recording(symptom(Kind.WRONG, "readProductPage", order=""))
    found = searched(recording, level, "nowhere")
    assert found.named == ""
    assert found.opened[:3] == ("catalog", "inventory", "recommendations")
    assert sorted(found.opened) == sorted(FEATURES)


@BOTH
def test_the_procedure_is_told_no_more_than_the_symptom(tmp_path: Path, arm: str) -> None:
    """Until it has opened the guilty feature it does the same, whichever that is."""
    recording = a_slow_ledger(tmp_path, arm)
    longest = searched(recording, LOGS, "nowhere").opened
    for place, guilty in enumerate(longest, 1):
        assert searched(recording, LOGS, guilty).opened == longest[:place]


def test_each_step_stands_in_the_procedure_in_words() -> None:
    told = list(in_words())
    assert [line.split(".")[0] for line in told] == list("123456")
    assert told[1].startswith("2. trace (+ traces): Open the trace")
    assert told[2].startswith("3. metrics (+ metrics): Look at the metrics")
    assert told[3].startswith("4. warnings: Ask the logs")
