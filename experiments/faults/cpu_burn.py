"""The feature computes for too long."""

from experiments.faults.fault import Fault, require, setting_of


def cpu_burn(feature: str, ms: float, methods: tuple[str, ...] = ()) -> Fault:
    """Each call first burns `ms` of CPU time on its thread."""
    require(ms > 0, f"a CPU burn needs more than {ms:g} ms")
    return Fault("cpu burn", feature, setting_of("cpu", methods, ms=ms), slower_by_ms=ms)
