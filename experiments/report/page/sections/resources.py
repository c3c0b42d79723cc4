"""What the arms used: CPU and memory by kind of process, and how they grow with the load."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from experiments.measure.kinds import KINDS
from experiments.report.page.figures.bars import Bar, bars_plot
from experiments.report.page.figures.growth import Series, growth_plot
from experiments.report.page.sections.method import fullest, views_of
from experiments.report.page.views.trial import Trial
from experiments.report.page.views.used import Used


@dataclass(frozen=True)
class Resources:
    """`kinds` are those of the processes that were seen; `growth` is empty for a single load."""

    kinds: tuple[str, ...]
    memory_kind: str
    bars: tuple[tuple[str, Markup], ...]
    growth: tuple[Markup, ...]


def resources(trials: Mapping[str, Sequence[Trial]]) -> Resources | None:
    """Medians over the visits; None where nothing is known of them."""
    most = fullest(trials)
    if most is None or not most.loads:
        return None
    loads = [view.name for view in most.loads]
    used = {
        (label, load): [view.used for view in views_of(side, load)]
        for load in loads
        for label, side in trials.items()
    }
    seen = {kind for each in used.values() for one in each for kind in one.memory_mib}
    cpu, memory = _bars(used, lambda one: one.cpu_ms), _bars(used, lambda one: one.memory_mib)
    return Resources(
        kinds=tuple(kind for kind in KINDS if kind in seen),
        memory_kind=most.loads[0].used.memory_kind,
        bars=(
            ("CPU for each operation", bars_plot("CPU for each operation", "ms", cpu)),
            ("memory, mean", bars_plot("memory, mean", "MiB", memory)),
        ),
        growth=tuple(_growth(loads, tuple(trials), used)) if len(loads) > 1 else (),
    )


UsedBy = Mapping[tuple[str, str], Sequence[Used]]


def _bars(used: UsedBy, take: Callable[[Used], Mapping[str, float]]) -> list[Bar]:
    """A bar for each load and arm; the loads are named where there are several."""
    several = len({load for _, load in used}) > 1
    return [
        Bar(f"{load}: {label}" if several else label, _medians([take(one) for one in found]))
        for (label, load), found in used.items()
    ]


def _medians(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {
        kind: median(row.get(kind, 0.0) for row in rows)
        for kind in KINDS
        if any(kind in row for row in rows)
    }


def _growth(loads: Sequence[str], labels: Sequence[str], used: UsedBy) -> Iterator[Markup]:
    def series(take: Callable[[Used], float]) -> list[Series]:
        return [
            Series(
                label,
                tuple(
                    (found[0].rate, tuple(take(one) for one in found))
                    for load in loads
                    if (found := used[label, load])
                ),
            )
            for label in labels
        ]

    yield growth_plot("CPU kept busy", "cores", series(lambda one: one.cores))
    memory = series(lambda one: sum(one.memory_mib.values()))
    yield growth_plot("memory", "MiB", memory)
    every = [one for found in used.values() for one in found]
    if all(one.replicas is not None for one in every):
        yield growth_plot("replicas", "", series(lambda one: float(one.replicas or 0)))
    if all(one.connections is not None for one in every):
        connections = series(lambda one: float(one.connections or 0))
        yield growth_plot("database connections", "", connections)
