"""From an observation to what the page draws of it: second by second, and what was used."""

from dataclasses import replace

import pytest

from experiments.catalogue.resilience_retries import TRIES
from experiments.measure.kinds import kind_of
from experiments.measure.observation import Loaded
from experiments.report.page.reading.seen import _mark
from experiments.report.page.sections.experiments import timelines
from experiments.report.page.sections.method import loads_done
from experiments.report.page.views.trial import trial_of
from experiments.report.page.views.used import used
from experiments.run_folder.documents import Document
from experiments.stacks.protocol import GroupUsage
from experiments.testing.observed import loaded, mark, moment, observed, sample
from experiments.workload.scoring import Outcome

USAGE = (moment(2, 10.0, 100), moment(22, 14.0, 100))


def load(*samples: float, failing: float = 99.0) -> Loaded:
    made = (
        sample(at_s, outcome=Outcome.FAILED if at_s >= failing else Outcome.GOOD)
        for at_s in samples
    )
    return loaded(made, USAGE)


def test_a_second_holds_what_was_meant_to_start_in_it() -> None:
    seen = observed(load(2.0, 2.5, 3.1, 3.2, failing=3.15), marks=[mark("deploy", 4, "release-2")])
    (curve,) = trial_of(seen).loads[0].curves
    share = dict(zip(curve.seconds, curve.share, strict=True))
    assert curve.seconds[0] == -2
    assert (share[0], share[1], share[2]) == (100.0, 50.0, None)


def test_operations_that_need_the_broken_feature_are_shown_apart() -> None:
    mixed = loaded([sample(2.0), sample(2.1, "recommend", Outcome.FAILED)], USAGE)
    seen = observed(mixed, marks=[mark("inject", 2, "crash recommendations")])
    without, needing = trial_of(seen).loads[0].curves
    assert without.of == "operations without recommendations"
    assert (without.share[2], needing.share[2]) == (100.0, 0.0)


def test_an_unanswered_operation_counts_with_the_timeout() -> None:
    seen = observed(
        loaded([sample(2.0, outcome=Outcome.UNKNOWN)], USAGE), marks=[mark("deploy", 3)]
    )
    assert trial_of(seen).loads[0].curves[0].p95_ms[2] == 2000


def test_steps_count_from_the_scored_window_and_those_before_a_load_are_apart() -> None:
    marks = [mark("outside", -5), mark("deploy", 4, "release-2", 7.5)]
    trial = trial_of(observed(load(2.0), marks=marks))
    (step,) = trial.loads[0].steps
    assert (step.began_s, step.done_s) == (2.0, 5.5)
    assert [each.kind for each in trial.before["mixed"]] == ["outside"]


def test_what_was_done_is_told_in_words_for_both_arms() -> None:
    quick, slow = (
        trial_of(observed(load(2.0), marks=[mark("deploy", 4, "release-2", done)]))
        for done in (4.1, 9.0)
    )
    (done,) = loads_done({"monolith": [slow], "services": [quick]})
    assert done.steps[0].what == "release deployed, part after part: release-2"
    assert done.steps[0].when == "monolith at 2.0 s, took 5.0 s; services at 2.0 s"


def test_what_only_one_arm_was_not_spared_is_told_of_that_arm() -> None:
    spared, whole = trial_of(observed()), trial_of(observed(load(2.0), marks=[mark("clear", 4)]))
    for sides in ({"monolith": [spared], "services": [whole]}, {"a": [whole], "b": [spared]}):
        (done,) = loads_done(sides)
        assert done.steps[0].when.endswith(" at 2.0 s")
        assert ";" not in done.replicas
        assert [len(each.plots) for each in timelines(sides)] == [1]


def test_whoever_is_asked_is_named() -> None:
    marks = [mark("ask", 4, TRIES), mark("ask", 5, "artefact")]
    (done,) = loads_done({"monolith": [trial_of(observed(load(2.0), marks=marks))]})
    assert [each.what for each in done.steps] == [
        f"outside world asked how often it was asked: {TRIES}",
        "asked whether the good change is still there (artefact)",
    ]


def test_a_step_of_a_kind_that_nobody_knows_is_named_as_it_is() -> None:
    trial = trial_of(observed(load(2.0), marks=[mark("teleport", 4, "catalog")]))
    (done,) = loads_done({"monolith": [trial]})
    assert done.steps[0].what == "teleport catalog"


@pytest.mark.parametrize(("timed", "building_s"), [({"building_s": 0.4}, 0.4), ({}, 0.0)])
def test_runs_that_did_not_time_building_can_still_be_read(
    timed: dict[str, float], building_s: float
) -> None:
    written = {"kind": "deploy", "about": "release-2", "began_s": 1.0, "done_s": 2.0, **timed}
    assert _mark(Document("a mark", written)).building_s == building_s


def test_processes_are_counted_by_kind() -> None:
    names = ("catalog", "catalog.database", "broker", "gateway", "other", "monolith")
    kinds = [kind_of(name) for name in names]
    assert kinds == ["replicas", "databases", "broker", "gateway", "other", "replicas"]


def test_what_a_group_used_before_the_window_is_not_charged_to_it() -> None:
    def at(cpu_s: float) -> dict[str, GroupUsage]:
        return {"monolith": GroupUsage(cpu_s, 2**20), "gateway": GroupUsage(cpu_s / 10, 2**20)}

    first, last = (
        replace(one, usage=replace(one.usage, groups=at(one.usage.cpu_seconds))) for one in USAGE
    )
    found = used(loaded([sample(3.0), sample(4.0)], (first, last)), {"monolith": 6})
    assert found.cpu_ms == pytest.approx({"replicas": 2000.0, "gateway": 200.0})
    assert found.memory_mib == {"replicas": 1.0, "gateway": 1.0}
    assert found.replicas == 6
