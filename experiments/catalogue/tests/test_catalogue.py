"""The experiments fit the claims, the contract and the loads they are given."""

import ast
import re
from pathlib import Path

import pytest

from experiments import catalogue
from experiments.analysis.claim import Claim
from experiments.analysis.claims import load_claims
from experiments.catalogue import (
    CATALOGUE,
    EXTRA,
    QUESTIONS,
    UnknownExperiment,
    blast_radius,
    experiment_named,
    experiments_named,
    known_experiment,
)
from experiments.catalogue.isolation_variants import PREFIX, every_fault
from experiments.compare.agenda import Agenda, experiment_s
from experiments.compare.plan import make_plan
from experiments.compare.remaking import may_again
from experiments.faults.catalogue import FAULTS, features_for
from experiments.faults.fault import FaultError
from experiments.faults.switchable import switchable
from experiments.method.actuator import Actuator
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.method.steps import Clear, Guard, Idle, Inject, Wait
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology
from experiments.trials.base import release_for
from experiments.trials.settings import Settings

ALL = {one.name: one for one in (*CATALOGUE.values(), *every_fault)}
FILES = sorted(Path(catalogue.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("experiment", CATALOGUE.values(), ids=CATALOGUE)
def test_every_load_can_be_scored_at_the_stored_sizes(experiment: Experiment) -> None:
    Settings((MONOLITH.name, SERVICES.name), 1, (experiment,), stored_sizes())


@pytest.mark.parametrize("claim", load_claims().by_id.values(), ids=load_claims().by_id)
def test_every_claim_is_decided_by_a_metric_of_an_experiment(claim: Claim) -> None:
    metrics = {metric.key: metric for metric in experiment_named(claim.experiment).metrics}
    metric = metrics[claim.metric]
    if claim.question.scale is metric.scale:
        assert claim.margin == metric.margin


@pytest.mark.parametrize("experiment", CATALOGUE.values(), ids=CATALOGUE)
def test_no_experiment_has_two_metrics_of_one_name(experiment: Experiment) -> None:
    keys = [metric.key for metric in experiment.metrics]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
@pytest.mark.parametrize("experiment", ALL.values(), ids=ALL)
def test_all_its_steps_can_be_done_on_every_arm_that_can_have_them_and_undone(
    experiment: Experiment, topology: Topology
) -> None:
    if missing := experiment.missing_on(topology):
        pytest.skip(missing)
    stack, outside, base = FakeStack(topology), list[object](), release_for((experiment,), ())
    stack.start(base)

    def replicas(times: float) -> int:
        return stored_sizes().count(experiment.name, topology.name, times)

    actuator = Actuator(stack, base, outside.append, replicas, ask=lambda _probe, _url: True)
    before = actuator.replicas()
    for step in (one for segment in experiment.segments_on(topology) for one in segment.steps):
        if not isinstance(step, Wait | Guard | Idle):
            actuator.do(step)
    actuator.put_back()
    actuator.let_go()
    assert actuator.replicas() == before
    assert {stack.artefact_of(part.name).release for part in topology.parts} == {base.name}
    assert (stack.switches, outside[-1:]) == ({}, [{}] if outside else [])


def test_only_what_disturbs_its_first_load_has_a_steady_state_to_hold() -> None:
    """Else a load that an arm cannot hold would count as a disturbance and be tried again."""
    steady = {name for name, one in CATALOGUE.items() if one.steady_state is not None}
    assert steady == {name for name, one in CATALOGUE.items() if disturbs(one)}
    assert {"failure-isolation", "rollback"} <= steady
    assert not {"cost-of-splitting", "scaling", "work-per-request"} & steady


TELLING = blast_radius.telling()
CELLS = pytest.mark.parametrize("cell", TELLING, ids=lambda cell: cell.name)


def test_the_faults_that_tell_most_are_twelve_and_take_a_quarter_of_an_hour() -> None:
    settings = Settings((MONOLITH.name, SERVICES.name), 1, TELLING, stored_sizes(), blocks=1)
    plan = make_plan(settings)
    again_s = 2 * sum(map(may_again, plan.blocks)) * experiment_s(TELLING[0])
    assert len(TELLING) == 12
    assert Agenda(plan).left_s() + again_s <= 15 * 60


def test_every_fault_is_tried_with_every_feature_within_two_and_a_half_hours() -> None:
    cells = blast_radius.every()
    settings = Settings((MONOLITH.name, SERVICES.name), 1, cells, stored_sizes(), blocks=1)
    assert Agenda(make_plan(settings)).left_s() <= 150 * 60
    assert len({cell.name for cell in cells}) == len(cells)
    assert {cell.name for cell in TELLING} <= {cell.name for cell in cells}
    for fault in FAULTS:
        tried = [cell for cell in cells if cell.name.startswith(f"blast-radius-{fault}-")]
        assert 0 < len(tried) <= len(features_for(fault))


@CELLS
def test_a_cell_is_known_by_its_name_and_is_no_experiment_of_a_comparison(cell: Experiment) -> None:
    assert experiment_named(cell.name) is cell
    assert experiments_named(cell.name) == (cell,)
    assert cell.name not in CATALOGUE
    assert cell.steady_state is not None


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=TOPOLOGIES)
@CELLS
def test_the_fault_of_a_cell_can_be_done_wherever_it_has_something_to_hit(
    cell: Experiment, topology: Topology
) -> None:
    stack, base = FakeStack(topology), switchable(cell.switched)
    stack.start(base)
    actuator = Actuator(stack, base, lambda _: None, lambda _: 1, lambda _probe, _url: True)
    inject, clear = (step for step in cell.method if isinstance(step, Inject | Clear))
    if cell.missing_on(topology):
        with pytest.raises(FaultError):
            actuator.do(inject)
        return
    actuator.do(inject)
    actuator.do(clear)
    actuator.put_back()
    actuator.let_go()
    assert (stack.paused, stack.down, stack.links, stack.switches) == ([], [], {}, {})


def test_a_matrix_is_named_by_what_all_its_cells_are_called() -> None:
    assert experiments_named("blast_radius") == TELLING
    assert len(experiments_named("blast-radius", full=True)) > len(TELLING)
    assert "blast-radius" in QUESTIONS


def disturbs(experiment: Experiment) -> bool:
    first = next(segment for segment in experiment.segments if segment.load)
    return any(not isinstance(step, Wait) for step in first.steps)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_experiment_is_short_and_names_no_arm(file: Path) -> None:
    source = file.read_text()
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert not names & {"MONOLITH", "SERVICES"}
    assert not {word for word in ("monolith", "services") if word in source}
    assert len(source.splitlines()) <= 40


@pytest.mark.parametrize("experiment", CATALOGUE.values(), ids=CATALOGUE)
def test_the_names_of_figures_leave_room_for_each_visit_on_80_columns(
    experiment: Experiment,
) -> None:
    for metric in experiment.metrics:
        assert len(f"{metric.label} {metric.unit}".rstrip()) <= 26


def test_an_experiment_may_be_named_as_its_file_is() -> None:
    assert experiment_named("failure_isolation") is CATALOGUE["failure-isolation"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("speed", "no experiment is named 'speed'; `cleave list` names all"),
        ("blast-radius-crash", "no experiment is named 'blast-radius-crash'; did you mean"),
        ("blast-radius-luck-orders", "no experiment is named 'blast-radius-luck-orders'"),
        ("scalling", "named 'scalling'; did you mean 'scaling'? `cleave list` names all"),
    ],
)
def test_an_unknown_experiment_is_told_which_might_be_meant(name: str, said: str) -> None:
    with pytest.raises(UnknownExperiment, match=re.escape(said)):
        experiment_named(name)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_every_feature_is_an_experiment_by_its_name(fault: str) -> None:
    for feature in features_for(fault):
        name = f"isolation-{fault}-{feature}"
        found = experiment_named(name)
        assert (found.name, [one.feature for one in found.faults]) == (name, [feature])
    assert any(one.name.startswith(f"isolation-{fault}-") for one in every_fault)


def test_a_full_run_makes_a_choice_that_every_arm_can_have() -> None:
    chosen = [one for one in EXTRA if one.name.startswith(PREFIX)]
    assert len(chosen) == len({one.name for one in chosen}) == 4
    assert {one.name for one in chosen} <= {
        f"{PREFIX}{fault}-{feature}" for fault in FAULTS for feature in features_for(fault)
    }
    assert not any(one.missing_on(topology) for one in chosen for topology in TOPOLOGIES.values())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("isolation-databse-paused-orders", "no fault 'databse-paused': did you mean 'database-"),
        ("isolation_crash_shipping", "no feature 'shipping': choose from catalog, inventory"),
        ("isolation-clock-skewed-catalog", "catalog never looks at the clock"),
        ("isolation-crash", "no experiment is named 'isolation-crash'"),
        ("isolation-", "no experiment is named 'isolation-'"),
    ],
)
def test_a_fault_or_a_feature_that_there_is_not_is_told(name: str, said: str) -> None:
    with pytest.raises(UnknownExperiment, match=re.escape(said)):
        experiment_named(name)
    assert known_experiment(name) is None
