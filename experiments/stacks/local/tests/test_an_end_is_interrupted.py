"""Whoever is impatient while an arm is ended."""

from pathlib import Path

import pytest

from experiments.stacks.local import arm_folder
from experiments.stacks.local.arm_folder import end_arm
from experiments.stacks.local.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path / "cache")


@pytest.mark.parametrize("times", [0, 1])
def test_an_end_that_is_interrupted_is_brought_to_its_end(
    monkeypatch: pytest.MonkeyPatch, places: Places, times: int
) -> None:
    ended: list[str] = []
    interrupts = iter([KeyboardInterrupt] * times)

    def clear_arm(_places: Places, name: str, even_if_used: bool) -> bool:
        for interrupt in interrupts:
            raise interrupt
        ended.append(name)
        return even_if_used

    monkeypatch.setattr(arm_folder, "clear_arm", clear_arm)
    if times:
        with pytest.raises(KeyboardInterrupt):
            end_arm(places, "toy", None)
    else:
        end_arm(places, "toy", None)
    assert ended == ["toy"]
