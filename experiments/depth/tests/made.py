"""Climbs that nobody made: arms that serve by a known law, and use what queues say they would."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from experiments.analysis.tests.curves import Truth
from experiments.catalogue.scaling_depth import depth
from experiments.depth.climb import Climb, Point
from experiments.depth.figures import KINDS, SCALED
from experiments.depth.ladder import UP, Rung
from experiments.depth.outcome import Outcome
from experiments.depth.visit import visits

WORK_S = 0.002
"""CPU of a replica for each operation; the databases take a quarter of that."""
TRUTHS = {
    "monolith": Truth(sigma=0.02, kappa=0.002, sd=0.02),
    "services": Truth(sigma=0.05, kappa=0.03, sd=0.02),
}
UP_OUT = 1.2
IDLE = dict.fromkeys(KINDS, 0.001)


def outcome(only: int | None = None) -> Outcome:
    """All visits of the study, or its first `only`."""
    made = [
        climb(visit.ladder.name, visit.topology.name, number)
        for number, visit in enumerate(visits(depth), 1)
    ]
    return Outcome(depth, seed=3, cores=1, climbs=tuple(made[:only]))


def climb(ladder: str, arm: str, number: int) -> Climb:
    dice = Random(f"{ladder} {arm} {number}")
    mood = 1 + dice.gauss(0, 0.1)
    points = tuple(_points(TRUTHS[arm], mood, dice))
    return Climb(ladder, arm, number, points, IDLE, disturbed=(), violations=())


def with_first(
    found: Outcome, disturbed: tuple[str, ...] = (), violations: tuple[str, ...] = ()
) -> Outcome:
    """This is told of its first climb."""
    first, *others = found.climbs
    told = replace(first, disturbed=disturbed, violations=violations)
    return replace(found, climbs=(told, *others))


def _points(truth: Truth, mood: float, dice: Random) -> Iterator[Point]:
    for rung in depth.rungs:
        better = UP_OUT if rung.way == UP else 1.0
        served = truth.at(rung.times) * mood * better * (1 + dice.gauss(0, truth.sd))
        yield point(rung, served)


def point(rung: Rung, served: float) -> Point:
    cores = {kind: IDLE[kind] for kind in KINDS}
    cores[SCALED] += WORK_S * served
    cores["databases"] += WORK_S / 4 * served
    return Point(rung, served, served, 100.0, 0.3, 2.0, 500.0, cores)
