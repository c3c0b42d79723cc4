"""Looks come from a load's samples and from a witness."""

import threading
from contextlib import nullcontext
from typing import Any

import pytest

from experiments.contract import load_operations
from experiments.faults import witness as witness_module
from experiments.faults.look import Look, looks_of, operations_needing
from experiments.faults.shopper import READS, shopping
from experiments.faults.witness import Witness
from experiments.stacks.protocol import StackError
from experiments.testing.answering import answering
from experiments.testing.waiting import wait_until
from experiments.topology import FEATURES
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome


def sample(operation: str, settle_ms: float | None, outcome: Outcome) -> Sample:
    return Sample(0, operation, 2.5, 2.5, 0.0, 9.0, settle_ms, outcome, 200, "", "", "", 0, "")


def test_the_operations_that_need_a_feature_are_the_contracts() -> None:
    assert operations_needing("payments") == {"place-order", "read-wallet"}
    assert operations_needing("inventory") == {"read-page", "read-stock", "place-order"}
    assert operations_needing("notifications") == {"list-notifications"}


def test_only_operations_that_need_the_feature_are_looks_at_it() -> None:
    samples = [
        sample("search", None, Outcome.FAILED),
        sample("place-order", 40.0, Outcome.GOOD),
        sample("place-order", None, Outcome.UNKNOWN),
    ]
    assert looks_of(samples, 100.0, "payments") == (
        Look(102.5, 40.0, good=True),
        Look(102.5, 9.0, good=False),
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_a_shopper_reads_what_needs_the_feature(feature: str) -> None:
    read = READS[feature].split("?")[0].replace("p-0001", "{product_id}")
    found = [one for one in load_operations() if (one.method, one.path) == ("GET", read)]
    assert [one.needs for one in found] == [(feature,)]


def test_a_shopper_sees_good_and_bad_answers_and_none() -> None:
    status = [200]
    asked: list[str] = []

    def shop(path: str, _: Any) -> tuple[int, Any]:
        asked.append(path)
        return status[0], {}

    with answering(shop) as url, Witness(shopping(url, "payments", 2.0), 0.001) as witness:
        wait_until(lambda: len(witness.looks) > 2)
        status[0] = 500
        wait_until(lambda: not witness.looks[-1].good)
    assert witness.looks[0].good
    assert set(asked) == {"/wallet"}
    with Witness(shopping("http://127.0.0.1:1", "payments", 2.0), 0.001) as witness:
        wait_until(lambda: bool(witness.looks))
    assert not witness.looks[0].good


def test_who_ends_a_load_does_not_wait_for_a_look_that_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(witness_module, "LAST_LOOK_S", 0.01)
    looked, released = threading.Event(), threading.Event()

    def see() -> bool:
        looked.set()
        return released.wait(10)

    with Witness(nullcontext(see), 0.001) as witness:
        assert looked.wait(10)
    assert witness.looks == []
    released.set()


def test_a_look_that_cannot_be_taken_is_no_good_one() -> None:
    def see() -> bool:
        raise StackError("the supervisor is gone")

    with Witness(nullcontext(see), 0.001) as witness:
        wait_until(lambda: bool(witness.looks))
    assert not witness.looks[0].good
