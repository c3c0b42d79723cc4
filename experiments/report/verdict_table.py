"""The verdicts in 80 columns: two lines a claim, the second says what is claimed."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.analysis.question import Scale
from experiments.analysis.verdict import Ruling, Verdict
from experiments.compare.verdicts import Ruled
from experiments.report.numbers import difference, ratio, span

COLOURS = {
    Ruling.SUPPORTED: "green",
    Ruling.REFUTED: "magenta",
    Ruling.INCONCLUSIVE: "yellow",
}


def show_verdicts(ruled: Sequence[Ruled], full: bool, console: Console) -> None:
    """Prints them; nothing where there are too few blocks for any."""
    if any(one.verdict.ruling for one in ruled):
        console.print(verdict_table(ruled, full))


def verdict_table(ruled: Sequence[Ruled], full: bool) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", width=3)
    table.add_column("verdict", width=26)
    table.add_column("estimate", justify="right", no_wrap=True)
    table.add_column("95% interval", width=22, no_wrap=True)
    table.add_column("published", no_wrap=True)
    for one in ruled:
        table.add_row(*_cells(one))
    kind = "adjusted for their number (Holm)" if full else "provisional: each for itself"
    title = Text.assemble(("Verdicts", "bold"), f", {kind}")
    texts = [_explained(one) for one in ruled]
    return Group(Text(), title, Text(), table, Text(), *texts)


def _cells(one: Ruled) -> tuple[RenderableType, ...]:
    verdict = one.verdict
    by_ratio = verdict.question.scale is Scale.RATIO
    published = one.claim.published
    return (
        Text(one.claim.id, style="bold"),
        _ruling(verdict),
        ratio(verdict.estimate) if by_ratio else difference(verdict.estimate, 1),
        span(verdict.low, verdict.high, by_ratio, 1),
        published.says if published else "-",
    )


def _ruling(verdict: Verdict) -> Text:
    if verdict.ruling is None:
        return Text("no verdict")
    label = f", {verdict.label}" if verdict.label else ""
    return Text(f"{verdict.ruling}{label}", style=COLOURS[verdict.ruling])


def _explained(one: Ruled) -> Text:
    """The claim, its margin, and what keeps it from a verdict."""
    verdict, claim = one.verdict, one.claim
    margin = f"{claim.margin:g}x" if verdict.question.scale is Scale.RATIO else f"{claim.margin:g}"
    notes = [f"margin {margin}", *verdict.remarks]
    if verdict.needed:
        notes.append(f"{verdict.needed} blocks would probably decide it")
    return Text.assemble((f"{claim.id}  ", "bold"), claim.text, (f" ({'; '.join(notes)})", "dim"))
