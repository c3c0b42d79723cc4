"""Each proof holds for what it should, and fails for a seeded lie."""

from dataclasses import replace

import pytest

from experiments.compare.plan import make_plan
from experiments.compare.planting import work
from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.prove import dearer, equal
from experiments.prove.proof import Outcome, Proof
from experiments.prove.real import every_fault_real
from experiments.prove.refused import refused
from experiments.testing.comparison import NOISE, result, settings
from experiments.trials.sentinels import Sentinel
from experiments.trials.trial import Trial


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


def test_too_few_blocks_prove_no_equality_and_refute_none() -> None:
    proof = equal.nothing_found("monolith", altered(result(4), 1.0))
    assert (proof.outcome, proof.seen) == (Outcome.OPEN, "4 blocks, 6 are needed")


@pytest.mark.parametrize(("noisy", "lost"), [(range(1, 4), 3), (range(1, 9), 8)])
def test_blocks_that_stay_disturbed_leave_it_open(noisy: range, lost: int) -> None:
    for proof in (
        equal.nothing_found("monolith", result(8, noisy=noisy)),
        dearer.found("monolith", result(8, noisy=noisy)),
    ):
        assert (proof.outcome, proof.seen) == (Outcome.OPEN, f"disturbed: {lost} of 8 blocks")


def test_blocks_that_are_left_over_may_be_enough() -> None:
    proof = equal.nothing_found("monolith", result(8, noisy=(1, 2)))
    assert "6 blocks" in proof.seen
    assert proof.outcome is Outcome.FAILS


def test_a_run_that_breaks_an_invariant_fails() -> None:
    proof = equal.nothing_found("monolith", result(8, violations={2: "an order is lost"}))
    assert proof.outcome is Outcome.FAILS
    assert "an order is lost" in proof.seen


def test_without_figures_there_is_no_work_to_plant() -> None:
    assert work(Result(make_plan(settings(1)), None)) == ()


def test_planted_work_is_a_quarter_of_what_an_operation_takes() -> None:
    burns = work(altered(result(8), 1.0))
    assert {fault.feature for fault in burns} == {"catalog", "orders"}
    assert float(str(burns[0].setting["ms"])) == pytest.approx(1.0, rel=0.05)


@pytest.mark.parametrize(("factor", "holds"), [(1.25, True), (1.05, False), (1.6, False)])
def test_planted_work_must_be_found_and_measured_right(factor: float, holds: bool) -> None:
    assert dearer.found("monolith", altered(result(8), factor)).holds is holds


LATE = Sentinel("generator", 1.0, 0.0, True, "mixed: the generator was suspended")
UNREAL = Sentinel("fault", 1.0, 0.0, True, "crash of payments: it never fired")
CALM = Sentinel("generator", 0.0, 0.0, False, "")


def test_a_disturbance_must_make_every_visit_invalid() -> None:
    assert refused("SIGSTOP", "generator", altered(result(1), 1.0, LATE)).holds
    assert not refused("SIGSTOP", "generator", altered(result(1), 1.0, CALM)).holds
    assert not refused("SIGSTOP", "foreign CPU", altered(result(1), 1.0, LATE)).holds


def test_no_visit_at_all_proves_no_refusal() -> None:
    assert not refused("SIGSTOP", "generator", Result(make_plan(settings(1)), None)).holds


def proved(sentinels: tuple[Sentinel, ...]) -> tuple[Proof, ...]:
    """Of both arms, of which the second had these sentinels."""
    seen = altered(result(1), 1.0)
    (block,) = seen.blocks
    one, two = block.last
    two = replace(two, label="services", trials=(replace(two.trials[0], sentinels=sentinels),))
    changed = replace(block, attempts=((one, two),))
    return tuple(every_fault_real(replace(seen, blocks=(changed,)), "faults are real"))


def test_a_fault_that_never_fired_fails_for_its_arm_and_is_named() -> None:
    monolith, services = proved((UNREAL,))
    assert (monolith.outcome, services.outcome) == (Outcome.HOLDS, Outcome.FAILS)
    assert monolith.seen == "1 of 1 fired, were seen and cleared"
    assert services.seen.startswith("0 of 1 ")
    assert "crash of payments: it never fired" in services.seen


def test_a_fault_that_nobody_saw_on_a_disturbed_machine_is_left_open() -> None:
    _, services = proved((UNREAL, NOISE))
    assert services.outcome is Outcome.OPEN
    assert services.seen.startswith("disturbed: ")


def test_an_arm_against_itself_proves_its_own_faults_once() -> None:
    seen = altered(result(1), 1.0)
    plan = make_plan(replace(settings(1), arms=("services", "services")))
    (block,) = seen.blocks
    visits = tuple(
        replace(visit, label=label) for visit, label in zip(block.last, plan.labels, strict=True)
    )
    both = replace(seen, plan=plan, blocks=(replace(block, attempts=(visits,)),))
    (proof,) = every_fault_real(both, "own faults are real")
    assert (proof.name, proof.outcome) == ("services, own faults are real", Outcome.HOLDS)
    assert proof.seen == "2 of 2 fired, were seen and cleared"


def test_a_fault_that_this_machine_cannot_do_is_named_as_not_tried() -> None:
    seen = altered(result(1), 1.0)
    left_out = {"isolation-database-disk-full-orders": "no prlimit"}
    plan = make_plan(replace(settings(1), left_out=left_out))
    proof, _ = every_fault_real(replace(seen, plan=plan), "faults are real")
    assert proof.seen.endswith("; not tried: isolation-database-disk-full-orders: no prlimit")
