"""The availability of a week, from a few minutes of each of its faults.

While a fault lasts, the share of operations that fails is measured for some seconds and taken for
as long as the fault really lasts; what fails once it is over counts as it was seen, since that
takes no longer after a long fault. Between faults nothing is taken to fail. A fault of what an arm
does not have costs that arm nothing.
"""

from collections.abc import Collection, Sequence

from experiments.faults.week import WEEK_S, Episode
from experiments.measure.cost import Measure
from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.measure.resilience import during
from experiments.measure.shares import EVERY_OPERATION
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome


def availability(week: Sequence[Episode], of: Collection[str] = EVERY_OPERATION) -> Measure:
    """Good operations of the week, in percent."""
    return lambda seen: 100 * (1 - _lost_s(seen, week, of) / WEEK_S)


def lost_min(week: Sequence[Episode], of: Collection[str] = EVERY_OPERATION) -> Measure:
    """As much of the week, in minutes: of a shop that is either whole or gone."""
    return lambda seen: _lost_s(seen, week, of) / 60


def played(week: Sequence[Episode]) -> Measure:
    """How many of its faults this arm could have."""
    names = {episode.name for episode in week}

    def measured(seen: Observation) -> Value:
        return float(sum(load.name in names for load in seen.loads))

    return measured


def _lost_s(seen: Observation, week: Sequence[Episode], of: Collection[str]) -> float:
    there = {load.name for load in seen.loads}
    return sum(_lost_in(seen, each, of) for each in week if each.name in there)


def _lost_in(seen: Observation, episode: Episode, of: Collection[str]) -> float:
    """Seconds of the shop."""
    load = seen.load(episode.name)
    wanted = [one for one in load.scored if one.operation in of]
    faulty = [one for one in during(seen, episode.name) if one.operation in of]
    if not wanted or not faulty:
        return 0.0
    a_second = len(wanted) / load.plan.seconds
    over = faulty[-1].intended_s
    after = [one for one in wanted if one.intended_s > over]
    if not episode.lasts_s:
        return (_bad(faulty) + _bad(after)) / a_second
    return episode.lasts_s * _bad(faulty) / len(faulty) + _bad(after) / a_second


def _bad(samples: Sequence[Sample]) -> int:
    return sum(one.outcome is not Outcome.GOOD for one in samples)
