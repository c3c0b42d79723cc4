from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.workload.mixes import MIXED, ORDERS_ONLY, Mix
from experiments.workload.plan import LoadPlan, plan_from, read_plan

PLAN = LoadPlan("http://127.0.0.1:20100", seed=7, rate=120.0, seconds=10.0, mix=ORDERS_ONLY)


@given(
    seed=st.integers(),
    rate=st.floats(0.1, 1000),
    warmup_s=st.floats(0, 10),
    mix=st.sampled_from((MIXED, ORDERS_ONLY, Mix("own", (("browse", 2.0),), 0.5))),
)
def test_a_plan_survives_json(seed: int, rate: float, warmup_s: float, mix: Mix) -> None:
    plan = replace(PLAN, seed=seed, rate=rate, warmup_s=warmup_s, mix=mix)
    assert plan_from(plan.as_json()) == plan


def test_a_plan_survives_the_disk(tmp_path: Path) -> None:
    PLAN.write(tmp_path / "load.json")
    assert read_plan(tmp_path / "load.json") == PLAN


def test_a_mix_may_be_given_by_name() -> None:
    assert plan_from(PLAN.as_json() | {"mix": "mixed"}).mix == MIXED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": "127.0.0.1:80"}, "http URL"),
        ({"rate": 0}, "rate"),
        ({"seconds": -1}, "seconds"),
        ({"warmup_s": -1}, "warmup_s"),
        ({"clients": -1}, "clients"),
        ({"timeout_s": 3.0, "settle_patience_s": 2.0}, "settle_patience_s"),
        ({"mix": "wild"}, "choose from even, every-feature, heavy, hot, mixed, one-"),
    ],
)
def test_a_plan_that_makes_no_load_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        plan_from(PLAN.as_json() | change)
