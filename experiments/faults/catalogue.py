"""Every fault by its name, at the strength at which it tells most; one file each says the rest."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from experiments.faults.broker_killed import broker_killed
from experiments.faults.broker_paused import broker_paused
from experiments.faults.clock_skewed import clock_skewed
from experiments.faults.connection_leak import connection_leak
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.database_disk_full import database_disk_full
from experiments.faults.database_killed import database_killed
from experiments.faults.database_paused import database_paused
from experiments.faults.database_read_only import database_read_only
from experiments.faults.errors import errors
from experiments.faults.fault import Fault, FaultError, require_feature
from experiments.faults.hang import hang
from experiments.faults.memory_leak import memory_leak
from experiments.faults.messages_delayed import messages_delayed
from experiments.faults.messages_duplicated import messages_duplicated
from experiments.faults.messages_reordered import messages_reordered
from experiments.faults.network import asker_of
from experiments.faults.network_partition import network_partition
from experiments.faults.network_reset import network_reset
from experiments.faults.network_slow import network_slow
from experiments.faults.outside_black_hole import outside_black_hole
from experiments.faults.outside_slow import outside_slow
from experiments.faults.outside_wrong import outside_wrong
from experiments.faults.replica_killed import replica_killed
from experiments.faults.replica_paused import replica_paused
from experiments.faults.slow import slow
from experiments.topology import FEATURES

BURNT_MS, LEAKED_MIB, SLOW_MS, SPREAD = 200.0, 32, 300.0, 0.5
SLOW_OUTSIDE_MS, LATE_MS = 400.0, 300.0
SKEWED_S = 60.0
"""Longer than any lease or patience in the shop."""

Make = Callable[[str], Fault]
"""Of a feature."""
FAULTS: Final[Mapping[str, Make]] = MappingProxyType(
    {
        "crash": crash,
        "hang": hang,
        "cpu-burn": lambda feature: cpu_burn(feature, BURNT_MS),
        "memory-leak": lambda feature: memory_leak(feature, LEAKED_MIB),
        "errors": errors,
        "slow": lambda feature: slow(feature, SLOW_MS, SPREAD),
        "connection-leak": connection_leak,
        "replica-killed": replica_killed,
        "replica-down": lambda feature: replica_killed(feature, stays_down=True),
        "replica-paused": replica_paused,
        "database-killed": database_killed,
        "database-down": lambda feature: database_killed(feature, stays_down=True),
        "database-paused": database_paused,
        "database-read-only": database_read_only,
        "database-disk-full": database_disk_full,
        "broker-killed": broker_killed,
        "broker-down": lambda feature: broker_killed(feature, stays_down=True),
        "broker-paused": broker_paused,
        "network-slow": lambda feature: network_slow(asker_of(feature), feature, LATE_MS),
        "network-reset": lambda feature: network_reset(asker_of(feature), feature),
        "network-partition": lambda feature: network_partition(asker_of(feature), feature),
        "messages-duplicated": messages_duplicated,
        "messages-reordered": messages_reordered,
        "messages-delayed": lambda feature: messages_delayed(feature, LATE_MS),
        "outside-slow": lambda feature: outside_slow(feature, SLOW_OUTSIDE_MS),
        "outside-black-hole": outside_black_hole,
        "outside-wrong": outside_wrong,
        "clock-skewed": lambda feature: clock_skewed(feature, SKEWED_S),
    }
)


def fault_named(name: str, feature: str) -> Fault:
    """Raises FaultError for a fault or a feature that there is not, or that do not go together."""
    make = _maker_of(name)
    require_feature(feature)
    return make(feature)


def features_for(name: str) -> tuple[str, ...]:
    """Those that it can be done to, on an arm that has what it hits. Raises FaultError."""
    make = _maker_of(name)
    return tuple(feature for feature in FEATURES if _goes_with(make, feature))


def _maker_of(name: str) -> Make:
    try:
        return FAULTS[name]
    except KeyError:
        near = get_close_matches(name, FAULTS, 1)
        meant = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(FAULTS)}"
        raise FaultError(f"there is no fault {name!r}: {meant}") from None


def _goes_with(make: Make, feature: str) -> bool:
    try:
        make(feature)
    except FaultError:
        return False
    return True
