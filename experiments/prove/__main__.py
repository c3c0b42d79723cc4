"""`make prove`: whether this lab, on this machine, finds what is there and nothing else."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.analysis.needed import MOST_BLOCKS
from experiments.analysis.signed_rank import FEWEST
from experiments.cli.edge import Stopped, run
from experiments.cli.real_lab import open_lab
from experiments.compare.watcher import Watcher
from experiments.errors import LabError
from experiments.prove.proof import Proof
from experiments.prove.run import Prover
from experiments.prove.table import about, proof_table
from experiments.report.documents import print_json
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output, plain

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Blocks = Annotated[
    int, typer.Option(min=1, max=MOST_BLOCKS, help="Pairs of visits of an arm with itself.")
]


@app.command()
def prove(
    blocks: Blocks = 8,
    seed: Annotated[int, typer.Option(min=0, help="Repeats plans and arrivals.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write prove.json and table.txt into this folder, too.")
    ] = None,
) -> None:
    """Hold the lab against what is known: some 75 minutes. Exit code 1 unless every proof holds."""
    proofs: list[Proof] = []
    began, line = time.monotonic(), ""
    ended: BaseException | None = None
    try:
        with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
            prover = Prover(lab, watcher, seed, blocks)
            _announce(prover, blocks, watcher)
            for proof in prover.proofs():
                watcher.say(f"{proof.outcome}: {proof.name}: {proof.seen}")
                proofs.append(proof)
            line = about(blocks, seed, (time.monotonic() - began) / 60, lab.describe())
    except KeyboardInterrupt:
        ended = Stopped(f"stopped with {len(proofs)} proofs made; nothing is left running")
    except LabError as error:
        ended = error
    _tell(
        proofs, line or "It was not made to its end: this is what was proved until then.", as_json
    )
    if ended is not None:
        raise ended
    if keep is not None:
        _keep(proofs, line, keep)
    raise typer.Exit(0 if all(proof.holds for proof in proofs) else 1)


def _announce(prover: Prover, blocks: int, watcher: Watcher) -> None:
    watcher.say(f"All proofs take about {duration(prover.left_s)}")
    if blocks < FEWEST:
        watcher.say(
            f"With fewer than {FEWEST} blocks there is no interval: that arms are equal, and that"
            f" planted work is found, cannot be proved with {blocks}"
        )


def _tell(proofs: list[Proof], line: str, as_json: bool) -> None:
    if as_json:
        print_json(_document(proofs, line))
    elif proofs:
        output().print(proof_table(proofs, line))


def _keep(proofs: list[Proof], line: str, folder: Path) -> None:
    """What the README shows: `<!-- shows: docs/prove/table.txt -->`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_document(proofs, line), indent=2) + "\n"
    (folder / "prove.json").write_text(text, encoding="utf-8")
    (folder / "table.txt").write_text(plain(proof_table(proofs, line)), encoding="utf-8")


def _document(proofs: list[Proof], line: str) -> dict[str, object]:
    return {"about": line, "proofs": [proof.as_json() for proof in proofs]}


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--blocks", "8"]))
