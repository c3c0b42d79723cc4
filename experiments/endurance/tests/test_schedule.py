"""What the runs are is decided by a seed, and nothing that could end a run is left out."""

from collections import Counter

import pytest

from experiments.endurance.schedule import Ending, schedule
from experiments.endurance.stages import Stage
from experiments.topology import TOPOLOGIES


def test_a_seed_decides_and_another_decides_otherwise() -> None:
    assert schedule(20, seed=1) == schedule(20, seed=1)
    assert schedule(20, seed=1) != schedule(20, seed=2)


@pytest.mark.parametrize("seed", range(5))
def test_a_small_cut_has_every_ending_and_both_arms(seed: int) -> None:
    runs = schedule(6, seed)
    assert [run.number for run in runs] == [1, 2, 3, 4, 5, 6]
    assert {run.ending for run in runs} == set(Ending)
    assert Counter(run.arm for run in runs) == dict.fromkeys(TOPOLOGIES, 3)


@pytest.mark.parametrize("runs", [1, 3, 100])
def test_the_last_run_ends_by_itself(runs: int) -> None:
    planned = schedule(runs, seed=1)
    assert len(planned) == runs
    assert planned[-1].ending is Ending.ITSELF


def test_a_hundred_runs_are_ended_at_every_stage_and_in_every_way() -> None:
    runs = schedule(100, seed=1)
    assert {run.stage for run in runs if run.ending is not Ending.ITSELF} == set(Stage)
    assert min(Counter(run.ending for run in runs).values()) >= 3


def test_a_run_says_how_it_ends() -> None:
    told = [str(run) for run in schedule(6, seed=1)]
    assert told[-1].endswith(", ends by itself")
    assert any("Ctrl-C" in each and " s into " in each for each in told)
