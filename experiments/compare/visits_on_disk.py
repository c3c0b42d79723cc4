"""visit.json read back: what came of a visit. Its folder is sealed, so that an edit is noticed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.compare.visited import Visit
from experiments.run_folder.documents import BrokenFolder, Document, read_document
from experiments.run_folder.folder import RunFolder
from experiments.run_folder.seal import is_sealed, require_seal
from experiments.trials.sentinels import Sentinel
from experiments.trials.trial import Trial

VISITS, FILE = "visits", "visit.json"


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
    return {name: _ended(folder, name) for name in _names(folder)}


def visits_cut_short(folder: Path) -> tuple[Visit, ...]:
    """Those that did not end, as far as they came: nobody has sealed them."""
    return tuple(_cut_short(folder))


def _names(folder: Path) -> list[str]:
    below = folder / VISITS
    return sorted(each.name for each in below.iterdir() if each.is_dir()) if below.is_dir() else []


def _ended(folder: Path, name: str) -> Visit | None:
    if not is_sealed(folder / VISITS / name):
        return None
    require_seal(folder / VISITS / name)
    document = read_document(folder, f"{VISITS}/{name}/{FILE}")
    if document is None:
        return None
    visit = visit_from(document)
    if RunFolder(folder).visit(visit.number, visit.label).name != name:
        raise BrokenFolder(f"{document.place} is of another visit")
    return visit


def _cut_short(folder: Path) -> Iterator[Visit]:
    for name in _names(folder):
        if not is_sealed(folder / VISITS / name):
            document = read_document(folder, f"{VISITS}/{name}/{FILE}")
            if document is not None:  # else not even its first trial ended
                yield visit_from(document)


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
