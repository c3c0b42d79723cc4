"""Violations that were drawn: the pictures of checks.json."""

from experiments.checks.history.space_time import Mark, Moment, SpaceTime
from experiments.run_folder.documents import Document


def read_pictures(document: Document) -> tuple[SpaceTime, ...]:
    """None were kept by earlier versions. Raises BrokenFolder."""
    if "pictures" not in document.body:
        return ()
    return tuple(_picture(each) for each in document.parts("pictures"))


def _picture(document: Document) -> SpaceTime:
    columns = document.texts("columns")
    moments = tuple(_moment(each, columns) for each in document.parts("moments"))
    return SpaceTime(document.text("says"), columns, moments)


def _moment(document: Document, columns: tuple[str, ...]) -> Moment:
    column, mark = document.text("column"), document.text("mark")
    if column not in columns:
        raise document.wrong("column", "one of the columns")
    if mark not in list(Mark):
        raise document.wrong("mark", "one of the marks")
    text, about = document.text("text"), document.text("about")
    return Moment(document.number("at_s"), column, Mark(mark), text, about)
