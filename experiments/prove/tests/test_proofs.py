"""Each proof holds for what it should, and fails for a seeded lie."""

from dataclasses import replace

import pytest

from experiments.compare.plan import make_plan
from experiments.compare.result import Result, VisitedBlock
from experiments.compare.sentinels import Sentinel
from experiments.compare.visited import Trial, Visit
from experiments.prove import equal, planted
from experiments.prove.real import every_fault_real
from experiments.prove.refused import refused
from experiments.testing.comparison import result, settings


def altered(seen: Result, factor: float, sentinel: Sentinel | None = None) -> Result:
    """Every figure of the second side becomes `factor` times the baseline's."""
    one, two = seen.plan.labels
    blocks = []
    for block in seen.blocks:
        baseline = next(visit for visit in block.last if visit.label == one)
        values = dict(baseline.trials[0].values)
        raised = {key: value and value * factor for key, value in values.items()}
        trial = baseline.trials[0]
        sentinels = trial.sentinels if sentinel is None else (sentinel,)
        ours = replace(baseline, trials=(replace(trial, sentinels=sentinels),))
        other = Visit(
            99, block.block.number, two, (Trial(trial.experiment, raised, sentinels, ()),)
        )
        blocks.append(VisitedBlock(block.block, ((ours, other),)))
    return replace(seen, blocks=tuple(blocks))


def test_equal_sides_differ_in_nothing() -> None:
    proof = equal.nothing_found("monolith", altered(result(8), 1.01))
    assert proof.holds, proof.seen
    assert "8 blocks: nothing Supported" in proof.seen


def test_a_side_that_is_dearer_is_found_to_differ() -> None:
    proof = equal.nothing_found("monolith", altered(result(8), 1.4))
    assert not proof.holds
    assert "cpu_ms more" in proof.seen


def test_a_side_that_is_cheaper_is_found_to_differ() -> None:
    assert "cpu_ms less" in equal.nothing_found("monolith", altered(result(8), 0.5)).seen


def test_too_few_blocks_prove_no_equality() -> None:
    assert not equal.nothing_found("monolith", altered(result(4), 1.0)).holds


def test_a_run_with_problems_proves_nothing() -> None:
    assert not equal.nothing_found("monolith", result(8, violations={2: "x"})).holds


def test_planted_work_is_a_quarter_of_what_an_operation_takes() -> None:
    work = planted.work(altered(result(8), 1.0))
    assert {fault.feature for fault in work} == {"catalog", "orders"}
    assert float(str(work[0].setting["ms"])) == pytest.approx(1.0, rel=0.05)


@pytest.mark.parametrize(("factor", "holds"), [(1.25, True), (1.05, False), (1.6, False)])
def test_planted_work_must_be_found_and_measured_right(factor: float, holds: bool) -> None:
    assert planted.found("monolith", altered(result(8), factor)).holds is holds


LATE = Sentinel("generator", 1.0, 0.0, True, "mixed: the generator was suspended")
UNREAL = Sentinel("fault", 1.0, 0.0, True, "crash of payments: it never fired")
CALM = Sentinel("generator", 0.0, 0.0, False, "")


def test_a_disturbance_must_make_every_visit_invalid() -> None:
    assert refused("SIGSTOP", "generator", altered(result(1), 1.0, LATE)).holds
    assert not refused("SIGSTOP", "generator", altered(result(1), 1.0, CALM)).holds
    assert not refused("SIGSTOP", "foreign CPU", altered(result(1), 1.0, LATE)).holds


def test_no_visit_at_all_proves_no_refusal() -> None:
    assert not refused("SIGSTOP", "generator", Result(make_plan(settings(1)), None)).holds


def test_a_fault_that_never_fired_is_named() -> None:
    assert every_fault_real(altered(result(1), 1.0)).holds
    proof = every_fault_real(altered(result(1), 1.0, UNREAL))
    assert not proof.holds
    assert "monolith: crash of payments: it never fired" in proof.seen
