"""What an operation costs: time for the client, CPU and memory for the arm."""

from collections.abc import Callable, Collection, Sequence
from statistics import fmean

from experiments.measure.metric import Value
from experiments.measure.observation import Loaded, Observation
from experiments.measure.shares import EVERY_OPERATION
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.samples import Sample
from experiments.workload.summary import Figures, Quantiles, figures

MIB = 2**20
ORDERS = frozenset((PLACE_ORDER,))
READS = EVERY_OPERATION - ORDERS
Measure = Callable[[Observation], Value]


def goodput(load: str = "") -> Measure:
    """Good operations a second over the scored window."""
    return lambda seen: _figures(seen.load(load), EVERY_OPERATION).good_per_s


def answer_ms(quantile: str, of: Collection[str], load: str = "") -> Measure:
    """A quantile ("median_ms", "p95_ms", "p99_ms") of the latency of the first answer."""
    return lambda seen: _quantile(_figures(seen.load(load), of).accept, quantile)


def settle_ms(quantile: str, load: str = "") -> Measure:
    """A quantile of an order's time from its intended start until it is final."""
    return lambda seen: _quantile(_figures(seen.load(load), ORDERS).settle, quantile)


def cpu_ms(load: str = "") -> Measure:
    """CPU of the whole arm from the window's start until the last answer, shared out among the
    window's operations."""

    def measured(seen: Observation) -> Value:
        loaded = seen.load(load)
        return 1000 * cpu_s(loaded) / len(loaded.scored) if loaded.scored else None

    return measured


def cpu_above_idle_ms(load: str = "") -> Measure:
    """`cpu_ms` without what the arm takes in as much time when nobody asks for anything. None
    where it was not watched idle."""

    def measured(seen: Observation) -> Value:
        idle, loaded = idle_ms_per_s(seen), seen.load(load)
        if idle is None or not loaded.scored:
            return None
        lasted_s = loaded.usage[-1].at_s - loaded.usage[0].at_s
        return (1000 * cpu_s(loaded) - idle * lasted_s) / len(loaded.scored)

    return measured


def idle_ms_per_s(seen: Observation) -> Value:
    """Milliseconds of CPU that the whole arm takes in a second when nobody asks for anything."""
    if len(seen.idle) < 2:
        return None
    first, last = seen.idle[0], seen.idle[-1]
    used_s = last.usage.cpu_seconds - first.usage.cpu_seconds
    return 1000 * used_s / (last.at_s - first.at_s)


def cpu_s(loaded: Loaded) -> float:
    """CPU seconds of the whole arm over the load's scored window and its last answers."""
    first, last = loaded.usage[0].usage, loaded.usage[-1].usage
    return last.cpu_seconds - first.cpu_seconds


def memory_mib(load: str = "", take: Callable[[Sequence[float]], float] = fmean) -> Measure:
    """The arm's memory over the scored window, its mean or, with `max`, its peak."""
    return lambda seen: take([moment.usage.memory_bytes / MIB for moment in seen.load(load).usage])


def start_s(seen: Observation) -> Value:
    """Seconds from nothing to an arm that serves."""
    return seen.start_s


def _figures(load: Loaded, of: Collection[str]) -> Figures:
    wanted: list[Sample] = [one for one in load.scored if one.operation in of]
    return figures(wanted, load.plan.seconds, load.plan)


def _quantile(seen: Quantiles | None, name: str) -> Value:
    if seen is None:
        return None
    value: float = getattr(seen, name)
    return value
