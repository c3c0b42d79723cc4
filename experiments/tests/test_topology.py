"""The topologies host every feature once, and their ports do not meet."""

import dataclasses

import pytest

from experiments.topology import (
    FEATURES,
    MONOLITH,
    OUTSIDE_PORT,
    PORTS_PER_ARM,
    SERVICES,
    TOPICS,
    TOPOLOGIES,
    UnknownArm,
    dead_letters,
    topology_named,
)


@pytest.mark.parametrize("topology", TOPOLOGIES.values(), ids=str)
def test_every_feature_has_one_part(topology: object) -> None:
    assert topology is MONOLITH or topology is SERVICES
    for feature in FEATURES:
        assert feature in topology.part_of(feature).features


def test_both_arms_start_as_many_replicas() -> None:
    counts = {sum(part.replicas for part in t.parts) for t in TOPOLOGIES.values()}
    assert counts == {len(FEATURES)}


def test_the_ports_of_the_arms_do_not_overlap() -> None:
    ranges = [range(t.base_port, t.base_port + PORTS_PER_ARM) for t in TOPOLOGIES.values()]
    ports = [port for each in ranges for port in each]
    assert len(set(ports)) == len(ports)
    assert OUTSIDE_PORT not in ports


def test_every_topic_has_its_dead_letters() -> None:
    assert set(SERVICES.topics) == {*TOPICS, *(dead_letters(topic) for topic in TOPICS)}
    assert MONOLITH.topics == ()


def test_a_feature_without_a_part_is_refused() -> None:
    with pytest.raises(ValueError, match="every feature needs exactly one part"):
        dataclasses.replace(SERVICES, parts=SERVICES.parts[1:])


def test_a_feature_with_two_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="every feature needs exactly one part"):
        dataclasses.replace(SERVICES, parts=(*SERVICES.parts, *MONOLITH.parts))


def test_an_unknown_feature_has_no_part() -> None:
    with pytest.raises(LookupError, match="'billing'"):
        MONOLITH.part_of("billing")


def test_an_unknown_arm_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownArm, match="'monolit': choose from monolith, services"):
        topology_named("monolit")
