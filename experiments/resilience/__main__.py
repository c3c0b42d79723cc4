"""`make resilience`: what each protection buys, and whether the services reach their aims."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.analysis.needed import MOST_BLOCKS
from experiments.cli.edge import Stopped, run
from experiments.cli.real_lab import open_lab
from experiments.errors import LabError
from experiments.report.documents import print_json
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output, plain
from experiments.resilience.figures import Figure
from experiments.resilience.run import Ablation
from experiments.resilience.table import about, tables

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
CUT_SHORT = "It was not made to its end: this is what was seen until then."


@app.command()
def resilience(
    blocks: Annotated[
        int, typer.Option(min=1, max=MOST_BLOCKS, help="Pairs of visits a comparison.")
    ] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Repeats plans and arrivals.")] = 1,
    week: Annotated[
        bool, typer.Option("--week", help="The week of faults, too: half an hour more.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write resilience.json and table.txt into this folder, too.")
    ] = None,
) -> None:
    """Hold each arm against itself without its protections: under an hour. Exit code 1 if figures
    are not to be believed; an aim that is missed is told and is no error."""
    figures: list[Figure] = []
    remarks: list[str] = []
    began, line = time.monotonic(), CUT_SHORT
    ended: BaseException | None = None
    try:
        with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
            ablation = Ablation(lab, watcher, seed, blocks, week)
            watcher.say(f"All comparisons take about {duration(ablation.left_s)}")
            for seen in ablation.seen():
                figures += seen.figures
                remarks += seen.remarks
            line = about(blocks, seed, (time.monotonic() - began) / 60, lab.describe())
    except KeyboardInterrupt:
        ended = Stopped("stopped; nothing is left running")
    except LabError as error:
        ended = error
    _tell(figures, remarks, line, as_json)
    if ended is not None:
        raise ended
    if keep is not None:
        _keep(figures, remarks, line, keep)
    raise typer.Exit(1 if remarks or not figures else 0)


def _tell(figures: list[Figure], remarks: list[str], line: str, as_json: bool) -> None:
    if as_json:
        print_json(_document(figures, remarks, line))
    elif figures or remarks:
        output().print(tables(figures, remarks, line))


def _keep(figures: list[Figure], remarks: list[str], line: str, folder: Path) -> None:
    """What the README shows: `<!-- shows: docs/resilience/table.txt -->`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_document(figures, remarks, line), indent=2) + "\n"
    (folder / "resilience.json").write_text(text, encoding="utf-8")
    (folder / "table.txt").write_text(plain(tables(figures, remarks, line)), encoding="utf-8")


def _document(figures: list[Figure], remarks: list[str], line: str) -> dict[str, object]:
    told = [figure.as_json() for figure in figures]
    return {"about": line, "figures": told, "remarks": remarks}


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--blocks", "1"]))
