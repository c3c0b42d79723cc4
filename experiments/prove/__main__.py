"""`make prove`: whether this lab, on this machine, finds what is there and nothing else."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.cli.edge import Stopped, run
from experiments.cli.real_lab import open_lab
from experiments.prove.proof import Proof
from experiments.prove.run import Prover
from experiments.report.documents import print_json
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def prove(
    blocks: Annotated[int, typer.Option(help="Pairs of visits of an arm with itself.")] = 8,
    seed: Annotated[int, typer.Option(help="Repeats plans and arrivals.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Hold the lab against what is known: about 40 minutes."""
    proofs: list[Proof] = []
    try:
        with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
            for proof in Prover(lab, watcher, seed, blocks).proofs():
                watcher.say(f"{_word(proof)}: {proof.name}: {proof.seen}")
                proofs.append(proof)
    except KeyboardInterrupt:
        raise Stopped("stopped; nothing is left running") from None
    if as_json:
        print_json({"proofs": [proof.as_json() for proof in proofs]})
    else:
        _show(proofs, output())
    raise typer.Exit(0 if all(proof.holds for proof in proofs) else 1)


def _show(proofs: list[Proof], console: Console) -> None:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("proof", "", "seen"):
        table.add_column(heading)
    for proof in proofs:
        style = "green" if proof.holds else "bold red"
        table.add_row(proof.name, Text(_word(proof), style=style), proof.seen)
    console.print(table)


def _word(proof: Proof) -> str:
    return "holds" if proof.holds else "FAILS"


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--blocks", "8"]))
