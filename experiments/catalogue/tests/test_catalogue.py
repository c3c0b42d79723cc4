"""The experiments fit the claims, the contract and the loads they are given."""

import ast
import re
from pathlib import Path

import pytest

from experiments import catalogue
from experiments.analysis.claim import Claim
from experiments.analysis.claims import load_claims
from experiments.catalogue import CATALOGUE, UnknownExperiment, experiment_named
from experiments.faults.switchable import switchable
from experiments.method.actuator import Actuator
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.method.steps import Idle, Wait
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH, SERVICES, TOPOLOGIES, Topology
from experiments.trials.settings import Settings

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
@pytest.mark.parametrize("experiment", CATALOGUE.values(), ids=CATALOGUE)
def test_all_its_steps_can_be_done_on_either_arm_and_undone(
    experiment: Experiment, topology: Topology
) -> None:
    stack, outside, base = FakeStack(topology), list[object](), switchable(experiment.switched)
    stack.start(base)

    def replicas(times: float) -> int:
        return stored_sizes().count(experiment.name, topology.name, times)

    actuator = Actuator(stack, base, outside.append, replicas, ask=lambda _probe, _url: True)
    before = actuator.replicas()
    for step in (one for segment in experiment.segments_on(topology) for one in segment.steps):
        if not isinstance(step, Wait | Idle):
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


def test_an_experiment_may_be_named_as_its_file_is() -> None:
    assert experiment_named("failure_isolation") is CATALOGUE["failure-isolation"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("speed", "no experiment is named 'speed'; `cleave list` names all"),
        ("scalling", "named 'scalling'; did you mean 'scaling'? `cleave list` names all"),
    ],
)
def test_an_unknown_experiment_is_told_which_might_be_meant(name: str, said: str) -> None:
    with pytest.raises(UnknownExperiment, match=re.escape(said)):
        experiment_named(name)
