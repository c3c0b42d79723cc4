"""visit.json: what came of a visit. Its folder is sealed, so that an edit is noticed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.compare.plan import Block
from experiments.compare.visited import Visit
from experiments.report.page.reading.planned import Planned
from experiments.run_folder.documents import BrokenFolder, Document, read_document
from experiments.run_folder.folder import RunFolder
from experiments.run_folder.seal import is_sealed, require_seal
from experiments.trials.sentinels import Sentinel
from experiments.trials.trial import Trial

VISITS = "visits"


def visit_from(document: Document) -> Visit:
    """Raises BrokenFolder, also where its conclusions are not those of its trials."""
    visit = Visit(
        number=document.whole("number"),
        block=document.whole("block"),
        label=document.text("label"),
        trials=tuple(_trial(each) for each in document.parts("trials")),
    )
    for key, follows in (("disturbed", visit.disturbed), ("violations", visit.violations)):
        if document.texts(key) != follows:
            raise BrokenFolder(f"{document.place}: {key} does not follow from the trials")
    return visit


def visits_on_disk(folder: Path) -> Mapping[str, Visit | None]:
    """By the visit's folder name, in order; None for one that did not end. Raises BrokenSeal."""
    below = folder / VISITS
    names = sorted(each.name for each in below.iterdir() if each.is_dir()) if below.is_dir() else []
    return {name: _read(folder, name) for name in names}


def scored_pairs(plan: Planned, visits: tuple[Visit, ...]) -> dict[int, dict[str, Visit]]:
    """By block and label, the visits that figures come from: of each block its last attempt, and
    of those the undisturbed ones, if there is any; of the extra blocks all, without the trials that
    were disturbed. `visits` in the order they were made."""
    last = {block.number: dict(_last(block, visits)) for block in plan.blocks}
    made = {number: pair for number, pair in last.items() if len(pair) == len(plan.labels)}
    usual = {number: pair for number, pair in made.items() if number in plan.usual}
    calm = {
        number: pair
        for number, pair in usual.items()
        if not any(visit.disturbed for visit in pair.values())
    }
    extra = {
        number: {label: visit.calm for label, visit in pair.items()}
        for number, pair in made.items()
        if number not in plan.usual
    }
    return (calm or usual) | extra


def _read(folder: Path, name: str) -> Visit | None:
    if not is_sealed(folder / VISITS / name):
        return None
    require_seal(folder / VISITS / name)
    document = read_document(folder, f"{VISITS}/{name}/visit.json")
    if document is None:
        return None
    visit = visit_from(document)
    if RunFolder(folder).visit(visit.number, visit.label).name != name:
        raise BrokenFolder(f"{document.place} is of another visit")
    return visit


def _last(block: Block, visits: tuple[Visit, ...]) -> Iterator[tuple[str, Visit]]:
    for visit in visits:
        if visit.block == block.number:
            yield visit.label, visit


def _trial(document: Document) -> Trial:
    return Trial(
        experiment=document.text("experiment"),
        values=document.numbers("values"),
        sentinels=tuple(_sentinel(each) for each in document.parts("sentinels")),
        violations=document.texts("violations"),
    )


def _sentinel(document: Document) -> Sentinel:
    return Sentinel(
        name=document.text("name"),
        value=document.maybe_number("value"),
        limit=document.number("limit"),
        tripped=document.flag("tripped"),
        text=document.text("text"),
    )
