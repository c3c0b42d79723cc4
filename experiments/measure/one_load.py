"""What an experiment of several loads tells of one of them, as if it were the only one."""

from dataclasses import replace

from experiments.measure.cost import ORDERS, Measure
from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Loaded, Observation
from experiments.measure.resilience import accepted, caught_up_s, marks_of, settled


def under(load: str, measure: Measure) -> Measure:
    """The measure of this load and of what was done under it; None where the arm was spared it."""

    def measured(seen: Observation) -> Value:
        own = next((one for one in seen.loads if one.name == load), None)
        if own is None:
            return None
        return measure(replace(seen, loads=(own,), marks=tuple(marks_of(seen, own))))

    return measured


def settled_per_s(seen: Observation) -> Value:
    """Orders that became final within the first load's scored window, a second; those that were
    placed while it warmed up as well."""
    load = seen.load()
    return _settled(load, *load.window_s) / load.plan.seconds


def settled_cpu_ms(seen: Observation) -> Value:
    """CPU of the whole arm within the first load's scored window, shared out among the orders that
    became final meanwhile."""
    load = seen.load()
    within = [one for one in load.usage if one.at_s <= load.window_s[1]]
    if len(within) < 2:
        return None
    first, last = within[0], within[-1]
    orders = _settled(load, first.at_s, last.at_s)
    used_s = last.usage.cpu_seconds - first.usage.cpu_seconds
    return 1000 * used_s / orders if orders else None


def _settled(load: Loaded, start_s: float, end_s: float) -> int:
    """Orders that became final within (start_s, end_s], monotonic."""
    finals = (
        load.began_s + one.intended_s + one.settle_ms / 1000
        for one in load.samples
        if one.operation in ORDERS and one.settle_ms is not None
    )
    return sum(start_s < at <= end_s for at in finals)


def borne(load: str) -> tuple[Metric, ...]:
    """How orders bore the fault of this load."""
    key = load.replace(" ", "_")
    taken, final, late_s = (under(load, each) for each in (accepted, settled, caught_up_s))
    return (
        Metric(f"{key}_accepted", f"{load}: accepted", "%", 1, taken, DIFFERENCE, 1),
        Metric(f"{key}_settled", f"{load}: settled", "%", 1, final, DIFFERENCE, 1),
        Metric(f"{key}_caught_up_s", f"{load}: caught up", "s", 1, late_s, DIFFERENCE, 1),
    )
