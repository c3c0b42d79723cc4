"""Every fault is fired on every arm that can have it, and all proofs fit into their time."""

from collections.abc import Iterator

from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.target import missing_on
from experiments.prove.stages import ARMS, faults_of_all, faults_of_one, stages
from experiments.topology import TOPOLOGIES

MOST_S = 90 * 60


def fired_on(arm: str) -> Iterator[str]:
    """The faults of the catalogue, by their names there."""
    for one in (*faults_of_all(), *faults_of_one().get(arm, ())):
        yield from (fault.name.replace(" ", "-") for fault in one.faults)


def had_by(arm: str) -> Iterator[str]:
    for name in FAULTS:
        if not missing_on(fault_named(name, features_for(name)[0]), TOPOLOGIES[arm]):
            yield name


def test_every_fault_that_an_arm_can_have_is_fired_on_it() -> None:
    for arm in ARMS:
        assert set(fired_on(arm)) == set(had_by(arm))


def test_what_only_one_arm_can_have_needs_no_other_arm() -> None:
    alone = [set(one.settings.arms) for one in stages(1, 8) if "only" in one.what]
    assert alone == [{arm} for arm in faults_of_one()]


def test_all_proofs_together_take_an_hour_and_a_half_at_most() -> None:
    assert sum(stage.seconds for stage in stages(1, 8)) <= MOST_S
