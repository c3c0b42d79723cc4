"""`make mutants`: whether every mistake that is planted in an arm is caught by its checker."""

import logging
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.edge import WrongUsage, run
from experiments.mutants.catalogue import MUTANTS
from experiments.mutants.run import Mutants, Outcome
from experiments.mutants.table import table
from experiments.report.documents import print_json
from experiments.report.space_time_text import space_time_text
from experiments.testing.postgres import running_server

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def mutants(
    arm: Annotated[str, typer.Option(help="monolith or services; both without it.")] = "",
    only: Annotated[str, typer.Option(help="Mutants with this text in their names.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Draw what each mutant was caught by.")
    ] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write table.txt into this folder, too.")
    ] = None,
) -> None:
    """Plant every mistake and see who notices: two minutes. Exit code 1 if one survives."""
    if arm and arm not in MUTANTS:
        raise WrongUsage(f"there is no arm {arm!r}: {', '.join(MUTANTS)}")
    arms = [arm] if arm else list(MUTANTS)
    if not any(only in each.name for one in arms for each in MUTANTS[one]):
        raise WrongUsage(f"no mutant is named {only!r}")
    logging.disable(logging.CRITICAL)  # the arms complain of what is planted, thousands of times
    outcomes: list[Outcome] = []
    began = time.monotonic()
    with running_server() as server:
        for outcome in Mutants(server).outcomes(arms, only):
            outcomes.append(outcome)
            _say(outcome)
            if show and outcome.judgement.picture is not None:
                sys.stderr.write(f"\n{space_time_text(outcome.judgement.picture)}\n")
    seconds = time.monotonic() - began
    if as_json:
        print_json({"seconds": seconds, "outcomes": [_document(each) for each in outcomes]})
    else:
        sys.stdout.write(table(outcomes, seconds))
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / "table.txt").write_text(table(outcomes, seconds), encoding="utf-8")
    raise typer.Exit(0 if all(each.is_right for each in outcomes) else 1)


def _say(outcome: Outcome) -> None:
    word = "right" if outcome.is_right else "WRONG"
    sys.stderr.write(f"{word}: {outcome.arm}, {outcome.mutant.name}\n")
    sys.stderr.flush()


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        "arm": outcome.arm,
        "mutant": outcome.mutant.name,
        "caught_by": outcome.mutant.caught_by,
        "is_right": outcome.is_right,
        "said": {name: list(texts) for name, texts in outcome.judgement.said.items()},
    }


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--arm", ""]))
