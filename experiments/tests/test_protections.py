"""What an arm is without a protection, and what it is called then."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest

from experiments.budget import Budget, load_budget
from experiments.protections import (
    NAIVE,
    NAMES,
    UnknownProtection,
    budget_without,
    known,
    label,
    left_to,
    topology_without,
    variables,
)
from experiments.topology import MONOLITH, SERVICES
from shared_domain.kernel.config import read_config
from shared_domain.kernel.protections import PROTECTED, UNPROTECTED, Protections

BUDGET = load_budget()


def changed(names: tuple[str, ...]) -> Mapping[str, tuple[Any, Any]]:
    """Table and key of what is other without these, with its value before and after."""
    before, after = told(BUDGET), told(budget_without(BUDGET, names))
    return {key: (before[key], after[key]) for key in before if before[key] != after[key]}


def told(budget: Budget) -> dict[str, Any]:
    tables = dataclasses.asdict(budget)
    return {f"{table}.{key}": tables[table][key] for table in tables for key in tables[table]}


def test_what_tests_run_with_is_what_replicas_are_told() -> None:
    assert BUDGET.resilience == PROTECTED


def test_a_replica_reads_what_the_lab_tells_it() -> None:
    assert read_config(Protections, variables(PROTECTED)) == PROTECTED
    assert read_config(Protections, variables(UNPROTECTED)) == UNPROTECTED


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        (
            "timeouts",
            {
                "timeouts.gateway_ms", "timeouts.connect_ms", "timeouts.outside_ms",
                "timeouts.remote_ms", "resilience.pool_ms", "resilience.statement_ms",
            },
        ),
        ("retries", {"retries.budget_percent", "resilience.retry_percent"}),
        ("breaker", {"resilience.failures_to_open"}),
        ("bulkhead", {"resilience.slots_of_one", "resilience.calls_of_one"}),
        ("shedding", {"resilience.waiting", "resilience.longest_wait_ms"}),
        ("replicas", set()),
    ],
)  # fmt: skip
def test_each_is_left_out_by_itself(name: str, keys: set[str]) -> None:
    assert set(changed((name,))) == keys
    assert all(
        after == 0 for key, (_, after) in changed((name,)).items() if key.startswith("resilience")
    )


def test_every_protection_that_has_a_name_can_be_left_out() -> None:
    assert set(changed(NAMES)) == {key for name in NAMES for key in changed((name,))}


def test_a_naive_arm_has_what_the_unprotected_have() -> None:
    naive = budget_without(BUDGET, NAIVE).resilience
    assert naive == dataclasses.replace(UNPROTECTED, slots=naive.slots)


def test_the_client_waits_as_long_for_an_arm_without_timeouts() -> None:
    assert "timeouts.client_ms" not in changed(NAMES)


def test_without_replicas_an_arm_has_one_of_each_part() -> None:
    assert {part.replicas for part in topology_without(MONOLITH, {"replicas"}).parts} == {1}
    assert topology_without(MONOLITH, {"breaker"}) is MONOLITH


def test_an_arm_is_never_said_to_be_without_what_it_has_not() -> None:
    assert left_to(MONOLITH, {"replicas", "breaker"}) == {"replicas", "breaker"}
    assert left_to(SERVICES, {"replicas", "breaker"}) == {"breaker"}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "services"),
        (("breaker",), "services without breaker"),
        (("shedding", "breaker"), "services without breaker, shedding"),
        (NAIVE, "naive services"),
        (NAMES, "naive services without replicas"),
    ],
)
def test_an_arm_is_called_by_what_it_is_without(names: tuple[str, ...], said: str) -> None:
    assert label("services", names) == said


def test_an_unknown_protection_is_answered_with_the_known_ones() -> None:
    assert known(["breaker", "timeouts"]) == {"breaker", "timeouts"}
    with pytest.raises(UnknownProtection, match="no protection 'inbox': choose from timeouts, re"):
        known(["breaker", "inbox"])
