"""The proofs as a table of 80 columns, with what a verdict by mere luck is worth."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from experiments.prove.proof import Outcome, Proof

COLOURS = {Outcome.HOLDS: "green", Outcome.FAILS: "bold red", Outcome.OPEN: "yellow"}
LONGEST = 300
"""Characters of what was seen, on the screen; JSON has all of it."""

LUCK = (
    "Supported: the whole 95% interval lies beyond the margin. By luck alone that happens to an arm"
    " against itself in fewer than 1 of 1,000 comparisons of 8 blocks (simulated, visits that"
    " scatter by 5% and by 10%); at the margin itself in 3% at most."
)
"""experiments/analysis/tests/test_proof_by_simulation.py proves it."""


def proof_table(proofs: Sequence[Proof], about: str) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("proof", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("seen")
    for proof in proofs:
        outcome = Text(proof.outcome, style=COLOURS[proof.outcome])
        table.add_row(
            Text(proof.name), outcome, Text(shorten(proof.seen, LONGEST, placeholder=" ..."))
        )
    return Group(table, Text(), Text(LUCK, style="dim"), Text(about, style="dim"))


def about(blocks: int, seed: int, minutes: float, machine: Mapping[str, Any]) -> str:
    cpu = machine["cpu"]
    return (
        f"{blocks} blocks a comparison, seed {seed}, {minutes:.0f} minutes."
        f" {cpu['cores']} cores, {cpu['model']}; Python {machine['python']}."
    )
