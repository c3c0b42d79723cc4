"""Sizes say with how many replicas a load is run, and which of them nothing held."""

from dataclasses import replace

import pytest

from experiments.catalogue import CATALOGUE, scaling
from experiments.method.sizes import Sizes, most_replicas, stored_sizes
from experiments.pilot.need import needs_of
from experiments.topology import TOPOLOGIES

SIZES = Sizes({"hot": 30.0}, {"scaling": {"services": {"1": 2, "4": 0}}}, "pilot", ("an order",))


def test_a_load_is_run_with_what_it_needs_or_with_the_most_there_may_be() -> None:
    assert SIZES.count("scaling", "services", 1) == 2
    assert SIZES.count("scaling", "services", 4) == most_replicas() == 8


def test_the_most_is_what_it_was_when_the_sizes_were_found() -> None:
    assert replace(SIZES, most=5).count("scaling", "services", 4) == 5


def test_loads_that_nothing_held_are_named() -> None:
    assert SIZES.unheld(scaling.experiment, "services") == ("4x",)
    assert SIZES.unheld(scaling.experiment, "monolith") == ()


def test_what_nobody_has_sized_cannot_be_run() -> None:
    with pytest.raises(KeyError):
        SIZES.count("scaling", "services", 2)


@pytest.mark.parametrize("arm", TOPOLOGIES)
def test_every_load_that_is_scaled_for_is_stored(arm: str) -> None:

    sizes = stored_sizes()
    for experiment in CATALOGUE.values():
        for need in needs_of(experiment):
            assert 1 <= sizes.count(experiment.name, arm, need.load.times) <= most_replicas()
