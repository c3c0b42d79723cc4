"""Nobody notices a wrapper that was told nothing."""

import inspect
from pathlib import Path

import pytest

from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.errors import errors
from experiments.faults.tests.harness import Feature, Told
from experiments.faults.wrapper.switchable import wrap

NOTHING = ("", "{", "[]", "7", "{}", '{"flag": "former"}', '{"fault": "earthquake"}',
           '{"fault": "slow"}', '{"fault": "cpu", "ms": "many"}', '{"fault": {}}',
           '{"fault": "crash", "methods": 7}', '{"fault": "crash", "methods": [{}]}',
           '{"fault": "slow", "median_ms": 0, "sigma": 0, "seed": 1}')  # fmt: skip


def test_calls_are_handed_on_with_all_they_bring_back(told: Told) -> None:
    assert told.feature.read(3) == 3
    assert told.feature.read(3, times=2) == 6
    assert list(told.feature.each()) == [1, 2]
    with pytest.raises(LookupError, match="as ever"):
        told.feature.refuse()


def test_attributes_are_the_features_own(told: Told) -> None:
    told.feature.read(1)
    assert told.feature.calls == 1
    assert told.feature._secret == "kept"
    told.feature.calls = 7
    assert told.inside.calls == 7
    with pytest.raises(AttributeError, match="Feature"):
        told.feature.missing  # type: ignore[attr-defined]  # noqa: B018


def test_a_method_that_is_replaced_is_replaced(told: Told) -> None:
    assert told.feature.read(1) == 1
    told.feature.read = lambda number, times=1: -number  # type: ignore[method-assign]
    assert told.feature.read(1) == -1
    assert told.inside.read(1) == -1


def test_a_method_keeps_its_name_and_its_signature(told: Told) -> None:
    assert told.feature.read.__name__ == "read"
    assert inspect.signature(told.feature.read) == inspect.signature(told.inside.read)


def test_wrappers_go_inside_wrappers(told: Told) -> None:
    assert wrap("payments", told.feature).read(3) == 3


def test_without_switches_the_feature_stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEAVE_SWITCHES", raising=False)
    feature = Feature()
    assert wrap("payments", feature) is feature


@pytest.mark.parametrize("text", NOTHING)
def test_what_orders_no_known_fault_orders_nothing(told: Told, text: str) -> None:
    told.switch(text)
    assert told.feature.read(3) == 3
    assert told.fired == ()


def test_a_switch_that_cannot_be_read_orders_nothing(told: Told, tmp_path: Path) -> None:
    (tmp_path / "payments.json").mkdir()
    assert told.feature.read(3) == 3


def test_another_features_switch_orders_nothing(told: Told, tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_text('{"fault": "errors", "share": 1, "seed": 1}')
    assert told.feature.read(3) == 3


def test_a_method_held_since_before_obeys_too(told: Told) -> None:
    read = told.feature.read
    told.inject(errors("payments"))
    with pytest.raises(RuntimeError):
        read(1)


def test_only_the_methods_named_are_affected(told: Told) -> None:
    told.inject(cpu_burn("payments", 1, methods=("write",)))
    assert told.feature.read(3) == 3
    assert told.fired == ()
    told.feature.write()
    assert told.fired != ()


def test_private_methods_are_left_alone(told: Told) -> None:
    told.inside._read = told.inside.read  # type: ignore[attr-defined]
    told.inject(crash("payments"))
    assert told.feature._read(3) == 3  # type: ignore[attr-defined]


def test_a_cleared_switch_is_obeyed_at_the_next_call(told: Told) -> None:
    told.inject(errors("payments"))
    with pytest.raises(RuntimeError):
        told.feature.write()
    told.clear()
    told.feature.write()
    assert told.inside.calls == 1
