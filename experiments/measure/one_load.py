"""What an experiment of several loads tells of one of them, as if it were the only one."""

from dataclasses import replace

from experiments.measure.cost import ORDERS, Measure
from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Observation
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
    """Orders of the first load's scored window that were final before it was over, a second."""
    load = seen.load()
    _, end = load.window_s
    finals = [
        load.began_s + one.intended_s + one.settle_ms / 1000
        for one in load.scored
        if one.operation in ORDERS and one.settle_ms is not None
    ]
    return sum(at <= end for at in finals) / load.plan.seconds


def borne(load: str) -> tuple[Metric, ...]:
    """How orders bore the fault of this load."""
    key = load.replace(" ", "_")
    taken, final, late_s = (under(load, each) for each in (accepted, settled, caught_up_s))
    return (
        Metric(f"{key}_accepted", f"{load}: accepted", "%", 1, taken, DIFFERENCE, 1),
        Metric(f"{key}_settled", f"{load}: settled", "%", 1, final, DIFFERENCE, 1),
        Metric(f"{key}_caught_up_s", f"{load}: caught up", "s", 1, late_s, DIFFERENCE, 1),
    )
