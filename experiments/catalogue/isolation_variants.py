"""The same question for every other fault, in an optional feature and in a core one."""

from experiments.catalogue.failure_isolation import isolation
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.errors import errors
from experiments.faults.hang import hang
from experiments.faults.memory_leak import memory_leak
from experiments.faults.slow import slow
from experiments.topology import PAYMENTS, RECOMMENDATIONS

BURNT_MS, LEAKED_MIB, SLOW_MS = 200, 32, 300

FAULTS = (
    crash(PAYMENTS),
    *(
        fault
        for feature in (RECOMMENDATIONS, PAYMENTS)
        for fault in (
            hang(feature),
            cpu_burn(feature, BURNT_MS),
            memory_leak(feature, LEAKED_MIB),
            slow(feature, SLOW_MS),
            errors(feature),
        )
    ),
)

experiments = tuple(isolation(fault) for fault in FAULTS)
