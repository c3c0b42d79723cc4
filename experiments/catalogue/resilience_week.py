"""A bad week in minutes: each of its faults for some seconds, and what the whole week comes to."""

from collections.abc import Iterator

from experiments.faults.week import Episode, week
from experiments.measure.cost import ORDERS
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.week import availability, lost_min, played
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Step, clear, inject, load, wait
from experiments.workload.mixes import MIXED

SEED = 1
PLAYED_S, AFTER_S, AFTER_DEATHS_S = 8, 8, 16
WEEK = week(SEED)


def episode(one: Episode) -> Iterator[Step]:
    """What dies comes back later and later, so it is watched for longer."""
    after_s = AFTER_DEATHS_S if one.fault.kills else AFTER_S
    yield from (load(MIXED, name=one.name), wait(2), inject(one.fault), wait(PLAYED_S))
    yield from (clear(one.fault.feature), wait(after_s))


experiment = Experiment(
    name="resilience-week",
    question="In one week all kinds of things go wrong. For how much of it is the shop there?",
    steady_state=STEADY,
    spares=True,
    method=tuple(step for one in WEEK for step in episode(one)),
    metrics=(
        Metric("available", "available", "%", 3, availability(WEEK), DIFFERENCE, 0.01),
        Metric("lost_min", "lost", "min", 1, lost_min(WEEK), DIFFERENCE, 1),
        Metric("orders_available", "orders", "%", 3, availability(WEEK, ORDERS), DIFFERENCE, 0.01),
        Metric("orders_lost_min", "orders lost", "min", 1, lost_min(WEEK, ORDERS), DIFFERENCE, 1),
        Metric("faults", "faults there were", "", 0, played(WEEK), DIFFERENCE, 1),
    ),
)
