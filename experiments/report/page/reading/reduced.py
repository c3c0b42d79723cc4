"""reduced.json: an experiment in a visit without its raw data. What pages and notebooks draw,
second by second, small enough that a reference run can be kept beside the sources."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments.report.page.views.course import Curve, Value
from experiments.report.page.views.operations import OperationView
from experiments.report.page.views.trial import LoadView, Step, Trial
from experiments.report.page.views.used import Used
from experiments.run_folder.documents import BrokenFolder, Document, read_kind
from experiments.workload.summary import Quantiles

FILE, KIND, FORMATS = "reduced.json", "cleave reduced trial", range(1, 2)
DIGITS = 6
"""Significant ones; nobody reads more off a drawing."""


def reduced_json(trial: Trial) -> dict[str, Any]:
    reduced: dict[str, Any] = _rounded(asdict(trial))
    return {"kind": KIND, "format": FORMATS[-1], **reduced}


def read_reduced(run: Path, place: str) -> Trial | None:
    """None if the file is not there."""
    document = read_kind(run, f"{place}/{FILE}", KIND, FORMATS)
    if document is None:
        return None
    before = document.part("before")
    return Trial(
        before={name: _steps(before, name) for name in before.body},
        loads=tuple(_load(each) for each in document.parts("loads")),
    )


def _load(document: Document) -> LoadView:
    replicas = document.part("replicas")
    view = LoadView(
        name=document.text("name"),
        mix=document.text("mix"),
        shares=_known(document, "shares"),
        rate=document.number("rate"),
        seconds=document.number("seconds"),
        warmup_s=document.number("warmup_s"),
        timeout_s=document.number("timeout_s"),
        replicas={name: replicas.whole(name) for name in replicas.body},
        steps=_steps(document, "steps"),
        curves=tuple(_curve(each) for each in document.parts("curves")),
        operations=tuple(_operation(each) for each in document.parts("operations")),
        used=_used(document.part("used")),
    )
    rows: list[Sequence[object]] = [curve.seconds for curve in view.curves]
    rows += [row for curve in view.curves for row in (curve.share, curve.p95_ms)]
    rows += [row for each in view.operations for row in (each.counts, each.good)]
    if not view.curves or len({len(row) for row in rows}) > 1:
        raise BrokenFolder(f"{document.place}: its rows do not have a value a second")
    return view


def _steps(document: Document, key: str) -> tuple[Step, ...]:
    return tuple(
        Step(step.text("kind"), step.text("about"), step.number("began_s"), step.number("done_s"))
        for step in document.parts(key)
    )


def _curve(document: Document) -> Curve:
    return Curve(
        document.text("of"),
        _whole(document, "seconds"),
        _row(document, "share"),
        _row(document, "p95_ms"),
    )


def _operation(document: Document) -> OperationView:
    counts, good = _whole(document, "counts"), _whole(document, "good")
    accept, settle = (_quantiles(document.maybe_part(key)) for key in ("accept", "settle"))
    return OperationView(document.text("name"), counts, good, accept, settle)


def _quantiles(document: Document | None) -> Quantiles | None:
    if document is None:
        return None
    return Quantiles(*(document.number(key) for key in ("median_ms", "p95_ms", "p99_ms")))


def _used(document: Document) -> Used:
    replicas = document.maybe_number("replicas")
    surveyed = document.body.get("connections") is not None  # earlier runs surveyed nothing
    return Used(
        load=document.text("load"),
        rate=document.number("rate"),
        cpu_ms=_known(document, "cpu_ms"),
        memory_mib=_known(document, "memory_mib"),
        memory_kind=document.text("memory_kind"),
        replicas=None if replicas is None else int(replicas),
        databases=document.whole("databases"),
        connections=document.whole("connections") if surveyed else None,
    )


def _known(document: Document, key: str) -> Mapping[str, float]:
    table = document.part(key)
    return {name: table.number(name) for name in table.body}


def _row(document: Document, key: str) -> tuple[Value, ...]:
    row = document.body.get(key)
    if not isinstance(row, list) or not all(_is_value(value) for value in row):
        raise document.wrong(key, "a list of numbers")
    return tuple(row)


def _whole(document: Document, key: str) -> tuple[int, ...]:
    row = _row(document, key)
    if not all(type(value) is int for value in row):
        raise document.wrong(key, "a list of whole numbers")
    return tuple(int(value) for value in row if value is not None)


def _is_value(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
