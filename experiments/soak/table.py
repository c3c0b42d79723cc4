"""What was promised and what was seen, as a table of 80 columns."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.soak.finding import Finding, Outcome

WORDS = {True: ("kept", "green"), False: ("BROKEN", "bold red"), None: ("told", "dim")}
SENTENCES = 3
"""Of those that found a promise broken, on the screen; the folder has them all."""


def soak_table(outcomes: Sequence[Outcome], about: str) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("scenario, arm")
    table.add_column("asked")
    table.add_column("")
    table.add_column("seen")
    for outcome in outcomes:
        _add(table, outcome)
    return Group(table, Text(), Text(about, style="dim"))


def about(seed: int, is_cut: bool, minutes: float, outcomes: Sequence[Outcome]) -> str:
    promises = [each for outcome in outcomes for each in outcome.findings if each.kept is not None]
    kept = sum(each.kept is True for each in promises)
    size = "the cut" if is_cut else "the whole"
    return f"{kept} of {len(promises)} promises kept; {size}, seed {seed}, {minutes:.0f} minutes."


def _add(table: Table, outcome: Outcome) -> None:
    name = Text.assemble((outcome.scenario, "bold"), (f"\n  {outcome.arm}", "dim"))
    if outcome.missing:
        table.add_row(name, "", "-", Text(outcome.missing))
    if outcome.cut_short:
        table.add_row(name, "", Text("NOT DONE", style="bold red"), Text(outcome.cut_short))
        name = Text()
    for finding in outcome.findings:
        word, style = WORDS[finding.kept]
        table.add_row(name, Text(finding.asked), Text(word, style=style), _seen(finding))
        name = Text()
    table.add_row()


def _seen(finding: Finding) -> Text:
    said = [finding.seen, *finding.because[:SENTENCES]]
    more = len(finding.because) - SENTENCES
    if more > 0:
        said.append(f"and {more} more")
    return Text("\n".join(said))
