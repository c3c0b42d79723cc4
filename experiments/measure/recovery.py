"""How long until the shop is well again."""

from collections.abc import Callable, Collection, Mapping, Sequence

from experiments.measure.metric import Value
from experiments.measure.observation import Loaded, Mark, Observation
from experiments.measure.shares import EVERY_OPERATION
from experiments.workload.scoring import Outcome

WELL_FOR_S = 5.0
WELL_SHARE = 0.99
RESOLUTION_S = 0.1
"""Nothing less can be seen at the rates of the loads, and no ratio be made of nothing."""


def recovery(
    kind: str, about: str = "", of: Collection[str] = EVERY_OPERATION
) -> Callable[[Observation], Value]:
    """Seconds from the step's command to the start of the first WELL_FOR_S in which WELL_SHARE of
    the operations are good, RESOLUTION_S at least. An arm that does not recover before the next
    disturbance counts with the time it was watched: a lower bound, so giving up cannot look fast.
    """

    def measured(seen: Observation) -> Value:
        mark = seen.mark(kind, about)
        end = seen.after(mark)
        load = load_at(seen, mark)
        moments = [
            (load.began_s + one.intended_s - mark.began_s, one.outcome is Outcome.GOOD)
            for one in load.between(mark.began_s, end)
            if one.operation in of
        ]
        return max(RESOLUTION_S, well_from(moments, end - mark.began_s))

    return measured


def well_from(moments: Sequence[tuple[float, bool]], watched_s: float) -> float:
    """When the first window begins that is well: after `moments`, in their order, of operations
    that were good or not. `watched_s` if there is none."""
    for start in (0.0, *(at for at, _ in moments)):
        if start > watched_s - WELL_FOR_S:
            break
        window = [good for at, good in moments if start <= at < start + WELL_FOR_S]
        if window and sum(window) >= WELL_SHARE * len(window):
            return start
    return watched_s


def failed_after(kind: str, about: str = "") -> Callable[[Observation], Value]:
    """How many operations were not good from the step's command to the next disturbance."""

    def measured(seen: Observation) -> Value:
        mark = seen.mark(kind, about)
        samples = load_at(seen, mark).between(mark.began_s, seen.after(mark))
        return float(sum(one.outcome is not Outcome.GOOD for one in samples))

    return measured


def step_s(kind: str, about: str = "") -> Callable[[Observation], Value]:
    """How long the step itself took, in seconds."""

    def measured(seen: Observation) -> Value:
        mark = seen.mark(kind, about)
        return mark.done_s - mark.began_s

    return measured


def building_s(kind: str, about: str = "") -> Callable[[Observation], Value]:
    """How many seconds of the step went into building artefacts."""
    return lambda seen: seen.mark(kind, about).building_s


def quickest_keeping(
    ways: Mapping[str, Callable[[Observation], Value]],
) -> Callable[[Observation], Value]:
    """The smallest value among the ways whose fact, of the same name, says that nothing good was
    lost; None if that is none."""

    def measured(seen: Observation) -> Value:
        kept = [of(seen) for way, of in ways.items() if seen.facts.get(way)]
        return min((value for value in kept if value is not None), default=None)

    return measured


def fact(name: str) -> Callable[[Observation], Value]:
    """A probe's answer in percent: 100 for yes, 0 for no."""
    return lambda seen: 100.0 * seen.facts[name] if name in seen.facts else None


def load_at(seen: Observation, mark: Mark) -> Loaded:
    """The load that ran, or had run, when the step was taken."""
    running = [one for one in seen.loads if one.began_s <= mark.began_s]
    return running[-1] if running else seen.load()
