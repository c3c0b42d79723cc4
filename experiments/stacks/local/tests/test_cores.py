"""The arm and the lab share no core where there are two."""

import pytest

from experiments.stacks.local import cores
from experiments.stacks.local.cores import split_cores


@pytest.fixture(autouse=True)
def _can_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "LINUX", True)


def test_on_two_cores_each_has_one() -> None:
    split = split_cores(1, frozenset({0, 1}))
    assert (split.arm, split.lab, split.pinned) == (frozenset({0}), frozenset({1}), True)


def test_the_arm_gets_all_that_the_lab_does_not_need() -> None:
    split = split_cores(1, frozenset(range(8)))
    assert (split.arm, split.lab) == (frozenset(range(7)), frozenset({7}))


def test_one_core_is_shared_unpinned() -> None:
    split = split_cores(1, frozenset({3}))
    assert (split.arm, split.lab, split.pinned) == (frozenset({3}), frozenset({3}), False)


def test_a_system_without_pinning_shares_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "LINUX", False)
    assert not split_cores(1, frozenset({0, 1})).pinned
