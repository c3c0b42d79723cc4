"""What protections buy, as tables of 80 columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.report.numbers import number
from experiments.resilience.figures import Figure

NO_TARGET = "Aims are those of the services. Nothing is aimed at for the monolith."


def tables(figures: Sequence[Figure], remarks: Sequence[str], about: str) -> RenderableType:
    whole = [each for each in figures if not each.left_out]
    bare = [each for each in figures if each.left_out]
    parts: list[RenderableType] = []
    if whole:
        parts += [_whole(whole), Text(NO_TARGET, style="dim"), Text()]
    if bare:
        parts += [_bare(bare), Text()]
    parts += (Text(remark, style="red") for remark in remarks)
    return Group(*parts, Text(about, style="dim"))


def _whole(figures: Sequence[Figure]) -> Table:
    """Both arms with all protections, and what was aimed at."""
    one, two = figures[0].sides
    table = _table(("with all protections",), (one, two, "aim", ""))
    for title, of in _by_experiment(figures):
        table.add_row(Text(title, style="bold"))
        for each in of:
            aim = "" if each.aim is None else str(each.aim)
            said = Text("MISSED", style="bold red") if each.missed else Text("met" if aim else "")
            table.add_row(f"  {_label(each)}", *_values(each), aim, said)
    return table


def _bare(figures: Sequence[Figure]) -> Table:
    """Each arm against itself, without what is named."""
    table = _table(("left out", "arm", "figure"), ("with", "without"))
    left_out = ""
    for each in figures:
        named = "" if each.left_out == left_out else each.left_out
        left_out = each.left_out
        what = f"{each.experiment.removeprefix('resilience-')}: {_label(each)}"
        table.add_row(Text(named, style="bold"), each.sides[0], what, *_values(each))
    return table


def _table(texts: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in texts:
        table.add_column(heading, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _by_experiment(figures: Sequence[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    for name in dict.fromkeys(each.experiment for each in figures):
        yield name, [each for each in figures if each.experiment == name]


def _label(figure: Figure) -> str:
    return f"{figure.label}, {figure.unit}" if figure.unit else figure.label


def _values(figure: Figure) -> tuple[str, str]:
    one, two = figure.values
    return number(one, figure.digits), number(two, figure.digits)


def about(blocks: int, seed: int, minutes: float, machine: Mapping[str, Any]) -> str:
    cpu = machine["cpu"]
    of = "one block" if blocks == 1 else f"medians of {blocks} blocks"
    return (
        f"Each figure: {of}, seed {seed}; {minutes:.0f} minutes."
        f" {cpu['cores']} cores, {cpu['model']}; Python {machine['python']}."
    )
