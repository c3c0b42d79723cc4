"""JSON of a run's folder, read with suspicion: a folder may have been edited or cut short."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from experiments.run_folder.folder import SpoiltRun

_Kind = TypeVar("_Kind")


class BrokenFolder(SpoiltRun):
    """The folder is no run's, or not as its run left it; one line that names the place."""


class OtherFormat(BrokenFolder):
    """Another version of the lab wrote it."""

    advice = "read it with the version of the lab that wrote it"


class Document:
    """A JSON object and the place it comes from, which every complaint names."""

    def __init__(self, place: str, body: Any) -> None:
        if not isinstance(body, dict):
            raise BrokenFolder(f"{place} is not what a run writes")
        self.place = place
        self.body: dict[str, Any] = body

    def text(self, key: str) -> str:
        return self._of(key, str, "a text")

    def flag(self, key: str) -> bool:
        return self._of(key, bool, "true or false")

    def number(self, key: str) -> float:
        value = self.maybe_number(key)
        if value is None:
            raise self.wrong(key, "a number")
        return value

    def whole(self, key: str) -> int:
        value = self.number(key)
        if value != int(value):
            raise self.wrong(key, "a whole number")
        return int(value)

    def maybe_number(self, key: str) -> float | None:
        value = self._get(key)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        raise self.wrong(key, "a number")

    def maybe_text(self, key: str) -> str | None:
        """None where the key is absent or null."""
        return self.text(key) if self.body.get(key) is not None else None

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._of(key, list, "a list")
        if not all(isinstance(one, str) for one in found):
            raise self.wrong(key, "a list of texts")
        return tuple(found)

    def numbers(self, key: str) -> dict[str, float | None]:
        """A table of numbers by name."""
        table = self.part(key)
        return {name: table.maybe_number(name) for name in table.body}

    def part(self, key: str) -> "Document":
        return Document(f"{self.place}: {key}", self._get(key))

    def maybe_part(self, key: str) -> "Document | None":
        """None where the key is absent or null."""
        return self.part(key) if self.body.get(key) is not None else None

    def parts(self, key: str) -> Iterator["Document"]:
        for place, body in enumerate(self._of(key, list, "a list"), 1):
            yield Document(f"{self.place}: {key} {place}", body)

    def wrong(self, key: str, wanted: str) -> BrokenFolder:
        return BrokenFolder(f"{self.place}: {key} must be {wanted}")

    def _of(self, key: str, kind: type[_Kind], wanted: str) -> _Kind:
        value = self._get(key)
        if not isinstance(value, kind):
            raise self.wrong(key, wanted)
        return value

    def _get(self, key: str) -> Any:
        if key not in self.body:
            raise BrokenFolder(f"{self.place}: {key} is missing")
        return self.body[key]


def read_document(folder: Path, name: str) -> Document | None:
    """The file `name` in `folder`; None if there is none."""
    body = read_json(folder, name)
    return None if body is None else Document(name, body)


def read_kind(folder: Path, name: str, kind: str, formats: range) -> Document | None:
    """As `read_document`, for a file that says what it is."""
    document = read_document(folder, name)
    if document is None:
        return None
    if document.text("kind") != kind:
        raise BrokenFolder(f"{name} is no {kind!r}")
    if document.whole("format") not in formats:
        known = " or ".join(map(str, formats))
        raise OtherFormat(f"{name} has format {document.whole('format')}; this lab reads {known}")
    return document


def read_json(folder: Path, name: str) -> Any:
    """None if there is no such file."""
    try:
        return json.loads((folder / name).read_text("utf-8"), parse_constant=_no_constant)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        raise BrokenFolder(f"{name} is damaged or cut short") from None


def _no_constant(_name: str) -> None:
    """JSON has no NaN and no infinity, whatever Python reads."""
    raise ValueError
