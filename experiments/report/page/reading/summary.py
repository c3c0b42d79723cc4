"""summary.json: what the run had come to when it was last written, and the visits behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from experiments.compare.planned import Planned
from experiments.compare.summary import FILE, FORMAT, KIND
from experiments.compare.visited import Visit
from experiments.compare.visits_on_disk import visit_from
from experiments.report.page.reading.figures import Figure, figure_from
from experiments.report.page.reading.scored import scored_pairs
from experiments.run_folder.documents import BrokenFolder, Document, read_kind

FORMATS = range(2, FORMAT + 1)
Scored = Mapping[int, Mapping[str, Visit]]


@dataclass(frozen=True)
class Summary:
    """`scored` are the visits that the figures come from, by block and label."""

    complete: bool
    problems: tuple[str, ...]
    conformance: Document | None
    figures: tuple[Figure, ...]
    visits: tuple[Visit, ...]
    scored: Scored
    slowdown: Document | None = None

    @property
    def noisy(self) -> bool:
        """The figures come from disturbed visits, since there are no others."""
        return any(visit.disturbed for pair in self.scored.values() for visit in pair.values())


def read_summary(
    folder: Path, plan: Document, planned: Planned, on_disk: Mapping[str, Visit | None]
) -> Summary:
    """An empty one where the run ended before it wrote any; BrokenFolder if it is not that of this
    plan and of the visits on the disk."""
    document = read_kind(folder, FILE, KIND, FORMATS)
    if document is None:
        if any(on_disk.values()):
            raise BrokenFolder(f"{FILE} is missing")
        return Summary(False, (), None, (), (), {})
    said = document.part("plan")
    if any(plan.body.get(key) != value for key, value in said.body.items()):
        raise BrokenFolder(f"{FILE} belongs to another plan than plan.json")
    visits = tuple(visit_from(each) for each in document.parts("visits"))
    if on_disk:
        _require_the_same(visits, on_disk)
    scored = scored_pairs(planned, visits)
    return Summary(
        complete=document.flag("complete"),
        problems=document.texts("problems"),
        conformance=document.maybe_part("conformance"),
        figures=tuple(figure_from(each, planned, scored) for each in document.parts("figures")),
        visits=visits,
        scored=scored,
        slowdown=document.maybe_part("slowdown"),
    )


def _require_the_same(visits: tuple[Visit, ...], on_disk: Mapping[str, Visit | None]) -> None:
    """A visit on the disk may be missing in the summary: its block was cut short."""
    made = {visit.number: (name, visit) for name, visit in on_disk.items() if visit}
    for visit in visits:
        name, there = made.get(visit.number, ("", None))
        if there is None:
            raise BrokenFolder(f"{FILE} counts visit {visit.number}, which is not in visits/")
        if there != visit:
            raise BrokenFolder(f"visits/{name}/visit.json is not what {FILE} says of that visit")
