"""`cleave list`: what the lab is made of, by name."""

from rich.console import Console
from rich.table import Table

from experiments.report.documents import print_json
from experiments.report.nouns import nouns
from experiments.report.screen import WIDTH, output

NAMES = ("experiment", "fault", "operation", "route", "mix")
"""Columns to copy from: never broken over two lines where the terminal is wide enough."""


def run(as_json: bool) -> None:
    found = nouns()
    if as_json:
        print_json({"kind": "cleave list", **found})
        return
    console = output()
    for heading, rows in found.items():
        _show(console, heading, rows)


def _show(console: Console, heading: str, rows: list[dict[str, str]]) -> None:
    columns, wide = list(rows[0]), console.width >= WIDTH
    table = Table(box=None, pad_edge=False, show_header=len(columns) > 1, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=wide and column in NAMES)
    for row in rows:
        table.add_row(*row.values())
    console.print(f"[bold]{heading}[/]")
    console.print(table)
    console.print()
