"""The protections of an arm by their names, and what an arm is without some of them.

Without one, all is as the libraries have it by default: no timeout in urllib3 and psycopg, Envoy's
own in the gateway, every failed call tried again. What keeps orders correct is no protection and
cannot be left out; what the broker buys cannot either, since a service knows no other way to reach
the next (`resilience-buffer` holds it against the arm that has none).
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from experiments.budget import Budget
from experiments.errors import LabError
from experiments.topology import Topology
from shared_domain.kernel.config import PREFIX
from shared_domain.kernel.protections import Protections

REPLICAS: Final = "replicas"
NAIVE: Final = ("timeouts", "retries", "breaker", "bulkhead", "shedding")
"""What someone leaves out who has never met a failure."""
NAMES: Final = (*NAIVE, REPLICAS)
ENVOY_ROUTE_MS, ENVOY_CONNECT_MS = 15_000, 5_000
"""https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts"""


class UnknownProtection(LabError):
    """No protection has this name."""


def _no_timeouts(budget: Budget) -> Budget:
    return replace(
        budget,
        timeouts=replace(
            budget.timeouts,
            gateway_ms=ENVOY_ROUTE_MS,
            connect_ms=ENVOY_CONNECT_MS,
            outside_ms=0,
            remote_ms=0,
        ),
        resilience=replace(budget.resilience, pool_ms=0, statement_ms=0),
    )


def _no_retry_budget(budget: Budget) -> Budget:
    return replace(
        budget,
        retries=replace(budget.retries, budget_percent=100.0),
        resilience=replace(budget.resilience, retry_percent=0),
    )


def _without(**zeros: int) -> Callable[[Budget], Budget]:
    return lambda budget: replace(budget, resilience=replace(budget.resilience, **zeros))


_LEAVE_OUT: Final[Mapping[str, Callable[[Budget], Budget]]] = MappingProxyType(
    {
        "timeouts": _no_timeouts,
        "retries": _no_retry_budget,
        "breaker": _without(failures_to_open=0),
        "bulkhead": _without(slots_of_one=0, calls_of_one=0),
        "shedding": _without(waiting=0, longest_wait_ms=0),
        REPLICAS: lambda budget: budget,
    }
)


def known(names: Collection[str]) -> frozenset[str]:
    """Raises UnknownProtection for the first that is none."""
    for name in names:
        if name not in NAMES:
            choice = ", ".join(NAMES)
            raise UnknownProtection(f"there is no protection {name!r}: choose from {choice}")
    return frozenset(names)


def left_to(topology: Topology, names: Collection[str]) -> frozenset[str]:
    """Those of `names` that the arm has, and so can be without."""
    is_replicated = any(part.replicas > 1 for part in topology.parts)
    return frozenset(names) if is_replicated else frozenset(names) - {REPLICAS}


def budget_without(budget: Budget, names: Collection[str]) -> Budget:
    """What the arm's replicas and its gateway are told then."""
    for name in names:
        budget = _LEAVE_OUT[name](budget)
    return budget


def topology_without(topology: Topology, names: Collection[str]) -> Topology:
    """With one replica of each part, if they are what is left out."""
    if REPLICAS not in names:
        return topology
    return replace(topology, parts=tuple(replace(part, replicas=1) for part in topology.parts))


def label(arm: str, names: Collection[str]) -> str:
    """How the arm is called without them, wherever it is shown."""
    if not names:
        return arm
    rest = frozenset(names) - frozenset(NAIVE)
    name, left_out = arm, tuple(each for each in NAMES if each in names)
    if frozenset(NAIVE) <= frozenset(names):
        name, left_out = f"naive {arm}", tuple(rest)
    return f"{name} without {', '.join(left_out)}" if left_out else name


def variables(protections: Protections) -> dict[str, str]:
    """What a replica of either arm reads from its environment."""
    told = dataclasses.asdict(protections)
    return {f"{PREFIX}{name.upper()}": str(value) for name, value in told.items()}
