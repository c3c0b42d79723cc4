"""`make soak`: whether both arms keep what they promise, whatever dies, is lost track of or is sent
twice."""

import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.defaults import JSON, KAFKA
from experiments.cli.edge import Stopped, WrongUsage, run
from experiments.cli.telling import Transport, require_transport
from experiments.errors import LabError
from experiments.report.documents import print_json
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output, plain
from experiments.run_folder.folder import RUNS, write_json
from experiments.soak.catalogue import SCENARIOS
from experiments.soak.real import open_doors
from experiments.soak.run import Plan, Soak
from experiments.soak.table import about, soak_table
from experiments.topology import TOPOLOGIES, topology_named
from experiments.transports import over

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
SEEDS = 100_000


@app.command()
def soak(
    seed: Annotated[
        int | None, typer.Option(min=0, help="Repeats orders and deaths; drawn, and printed.")
    ] = None,
    cut: Annotated[bool, typer.Option("--cut", help="Little of everything: 5 minutes.")] = False,
    arm: Annotated[str, typer.Option(help="monolith or services; both without it.")] = "",
    transport: Transport = KAFKA,
    only: Annotated[str, typer.Option(help="Scenarios with this text in their names.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Put exactly-once effects to the test: an hour. Exit code 1 if a promise broke."""
    plan = _plan(seed, cut, arm, transport, only)
    folder = RUNS / f"soak-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{plan.seed}"
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    ended: Exception | None = None
    began = time.monotonic()
    with progress_on(messages()) as watcher, open_doors(watcher.say) as doors:
        soaking = Soak(plan, doors, watcher, folder)
        watcher.say(f"Seed {plan.seed}; it takes about {duration(soaking.left_s)}; {folder}")
        try:
            soaking.run()
        except KeyboardInterrupt:
            ended = Stopped(f"stopped; nothing is left running; what was found: {folder}")
        except LabError as error:
            ended = error
    _tell(plan, soaking, (time.monotonic() - began) / 60, folder, as_json)
    if ended is not None:
        raise ended
    raise typer.Exit(0 if all(each.is_kept for each in soaking.outcomes) else 1)


def _plan(seed: int | None, cut: bool, arm: str, transport: str, only: str) -> Plan:
    """Raises UnknownArm and WrongUsage."""
    require_transport(transport, JSON)
    named = (topology_named(arm),) if arm else tuple(TOPOLOGIES.values())
    topologies = tuple(over(each, transport, JSON) for each in named)
    chosen = tuple(each for each in SCENARIOS if only in each.name)
    if not chosen:
        known = ", ".join(each.name for each in SCENARIOS)
        raise WrongUsage(f"no scenario is named {only!r}: choose from {known}")
    if all(scenario.missing_on(each) for each in topologies for scenario in chosen):
        raise WrongUsage(f"{arm} has none of {only!r}: {chosen[0].missing_on(topologies[0])}")
    return Plan(secrets.randbelow(SEEDS) if seed is None else seed, cut, topologies, chosen)


def _tell(plan: Plan, soaking: Soak, minutes: float, folder: Path, as_json: bool) -> None:
    said = about(plan.seed, plan.is_cut, minutes, soaking.outcomes)
    document = _document(plan, soaking, minutes)
    write_json(folder / "soak.json", document)
    (folder / "table.txt").write_text(plain(soak_table(soaking.outcomes, said)), encoding="utf-8")
    if as_json:
        print_json({**document, "folder": str(folder)})
    elif soaking.outcomes:
        output().print(soak_table(soaking.outcomes, said))


def _document(plan: Plan, soaking: Soak, minutes: float) -> dict[str, Any]:
    return {
        "kind": "cleave soak",
        "format": 1,
        "seed": plan.seed,
        "cut": plan.is_cut,
        "transport": next((each.transport for each in plan.topologies if each.sends), ""),
        "minutes": minutes,
        "outcomes": [each.as_json() for each in soaking.outcomes],
    }


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--arm", ""]))
