"""The verdicts in 80 columns: two lines a claim, the second says what is claimed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.analysis.needed import in_words
from experiments.analysis.question import Direction, Scale
from experiments.analysis.verdict import Ruling, Verdict
from experiments.compare.expectations import Expectations
from experiments.compare.reference import Reference
from experiments.compare.verdicts import Ruled
from experiments.report.numbers import difference, ratio, span
from experiments.report.trimmed import Trimmed

COLOURS = {
    Ruling.SUPPORTED: "green",
    Ruling.REFUTED: "magenta",
    Ruling.INCONCLUSIVE: "yellow",
}
NONE = "no verdict"
ALIKE = "machine, packages and commit are alike; the days differ"


def show_verdicts(
    ruled: Sequence[Ruled], expected: Expectations, full: bool, console: Console
) -> None:
    """Prints them; nothing where there are too few blocks for any."""
    if any(one.verdict.ruling for one in ruled):
        console.print(verdict_table(ruled, expected, full))


def show_reference(
    ruled: Sequence[Ruled],
    reference: Reference | None,
    here: Mapping[str, Any],
    console: Console,
) -> None:
    """Prints on which claims this machine agrees with the reference run, and what differs."""
    rulings = {one.claim.id: one.verdict.ruling for one in ruled}
    held = reference.held(rulings) if reference else ()
    if reference is None or not any(one.here for one in held):
        return
    agreed = sum(one.agrees for one in held)
    console.print(f"\nAgrees with the reference run on {agreed} of {len(held)} claims.")
    if agreed == len(held):
        return
    for one in held:
        if not one.agrees:
            console.print(f"  {one.claim}: {one.here or NONE} here, {one.there or NONE} there")
    for line in list(reference.conditions(here)) or [ALIKE]:
        console.print(f"  {line}")


def verdict_table(ruled: Sequence[Ruled], expected: Expectations, full: bool) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", width=3)
    table.add_column("verdict", width=22)
    table.add_column("estimate", justify="right", no_wrap=True)
    table.add_column("95% interval", width=22, no_wrap=True)
    for heading in ("pred.", "publ.", "before"):
        table.add_column(heading, no_wrap=True)
    for one in ruled:
        table.add_row(*_cells(one, expected))
    kind = "adjusted for their number (Holm)" if full else "provisional: each for itself"
    title = Text.assemble(("Verdicts", "bold"), f", {kind}")
    legend = (
        "pred., publ., before: what was predicted, was published, was found by the reference run:"
        " yes (Supported), no (Refuted), ? (Inconclusive) or - (nothing)"
    )
    texts = [_explained(one) for one in ruled]
    return Trimmed(Group(Text(), title, Text(), table, Text(legend, style="dim"), Text(), *texts))


def _cells(one: Ruled, expected: Expectations) -> tuple[RenderableType, ...]:
    verdict = one.verdict
    by_ratio = verdict.question.scale is Scale.RATIO
    estimate = ratio(verdict.estimate) if by_ratio else difference(verdict.estimate, 1)
    return (
        Text(one.claim.id, style="bold"),
        _ruling(verdict),
        "" if verdict.estimate is None else estimate,
        "" if verdict.low is None else span(verdict.low, verdict.high, by_ratio, 1),
        *(_short(said) for said in _said_elsewhere(one, expected)),
    )


def _said_elsewhere(one: Ruled, expected: Expectations) -> Iterator[str | None]:
    predicted = expected.predictions.get(one.claim.id)
    yield str(predicted["says"]) if predicted else None
    yield one.claim.published.says if one.claim.published else None
    referred = expected.referred(one.claim.id)
    yield referred["ruling"] if referred else None


def _short(ruling: str | None) -> str:
    return {"Supported": "yes", "Refuted": "no", "Inconclusive": "?"}.get(ruling or "", "-")


def _ruling(verdict: Verdict) -> Text:
    if verdict.ruling is None:
        return Text("no verdict")
    label = f", {verdict.label}" if verdict.label else ""
    return Text(f"{verdict.ruling}{label}", style=COLOURS[verdict.ruling])


def _explained(one: Ruled) -> Text:
    """The claim, what it says in numbers, and what keeps it from a verdict."""
    verdict, claim = one.verdict, one.claim
    notes = [_claimed(one), *verdict.remarks]
    if verdict.needed:
        notes.append(in_words(verdict.needed))
    proxy = " (proxy)" if claim.proxy else ""
    return Text.assemble(
        (f"{claim.id}  ", "bold"), claim.text + proxy, (f" ({'; '.join(notes)})", "dim")
    )


def _claimed(one: Ruled) -> str:
    """The margin on the claim's side: claimed below 0.80x, or above +1.0 pt."""
    question = one.verdict.question
    side = "above" if question.direction is Direction.MORE else "below"
    value = question.shown(question.claimed)
    if question.scale is Scale.RATIO:
        return f"claimed {side} {ratio(value)}"
    return f"claimed {side} {difference(value, 1)} {one.unit}".rstrip()
