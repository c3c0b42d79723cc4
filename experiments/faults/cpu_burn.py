"""The feature computes for too long."""

from experiments.faults.fault import Fault, require


def cpu_burn(feature: str, ms: float, methods: tuple[str, ...] = ()) -> Fault:
    """Each call first burns `ms` of CPU time on its thread; only those of `methods`, if any are
    named."""
    require(ms > 0, f"a CPU burn needs more than {ms:g} ms")
    affected = {"methods": list(methods)} if methods else {}
    return Fault("cpu burn", feature, {"fault": "cpu", "ms": ms, **affected}, slower_by_ms=ms)
