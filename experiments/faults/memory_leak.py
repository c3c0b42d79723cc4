"""The feature keeps what it should give back."""

from experiments.faults.fault import Fault, require

MOST_MIB = 2048


def memory_leak(feature: str, mib: int, most_mib: int = MOST_MIB) -> Fault:
    """Each call keeps `mib` MiB of written memory, until the process meets its limit.

    That limit is the supervisor's. Where there is none, a process stops at `most_mib`, so that
    the machine survives. Once the fault is cleared, the next call frees it all.
    """
    require(0 < mib <= most_mib, f"a leak needs 1 to {most_mib} MiB per call, not {mib}")
    setting = {"fault": "leak", "mib": mib, "most_mib": most_mib}
    return Fault("memory leak", feature, setting)
