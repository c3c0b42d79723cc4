"""`cleave trace`, `logs` and `top`: what an arm lets be seen. What they need is imported when they
run."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Run = Annotated[
    str,
    typer.Option(metavar="RUN", help="A run's folder, or `latest`; else what is up, or latest."),
]
Arm = Annotated[str, typer.Option(help="monolith or services; else both.")]
COLUMNS_HELP = (
    "--sql asks the table `logs`: time, level, arm, part, replica, feature, order_id, trace_id,"
    " span_id, release, logger, message, error, dropped, told, file, line. For example:"
    " cleave logs --sql 'SELECT part, level, count(*) FROM logs GROUP BY ALL'"
)


def trace(
    order: Annotated[
        str, typer.Argument(help="An order or a trace, by its first letters, or `latest`.")
    ] = "latest",
    run: Run = "",
    arm: Arm = "",
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page as well.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show one order's way through all features, span by span."""
    from experiments.cli import trace as command

    command.run(order, run, _known(arm), page, as_json)


def logs(
    order: Annotated[str, typer.Option(help="Of an order and its traces; its first letters.")] = "",
    trace: Annotated[str, typer.Option(help="Of a trace; its first letters.")] = "",
    feature: Annotated[str, typer.Option(help="About a feature.")] = "",
    part: Annotated[str, typer.Option(help="Of a part, a replica or a server.")] = "",
    level: Annotated[str, typer.Option(help="This bad or worse: info, warning, error.")] = "",
    since: Annotated[
        str, typer.Option(help="A time (UTC), or how long before the last line: 90s, 10m, 2h.")
    ] = "",
    sql: Annotated[str, typer.Option(help="A query of your own; see below.")] = "",
    limit: Annotated[int, typer.Option(help="The newest so many lines.")] = 1000,
    run: Run = "",
    arm: Arm = "",
    as_json: AsJson = False,
) -> None:
    """Search what replicas and servers have written."""
    from experiments.cli import logs as command
    from experiments.telemetry.log_query import Filters

    filters = Filters(order, trace, feature, part, level, since)
    command.run(filters, sql, run, _known(arm), limit, as_json)


def top(
    once: Annotated[bool, typer.Option("--once", help="One look, then end.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks.")] = 2.0,
    as_json: AsJson = False,
) -> None:
    """Watch the arms that are up: load, errors, lags, CPU, memory."""
    from experiments.cli import top as command

    command.run(once, every, as_json)


def add_views(app: typer.Typer) -> None:
    """The commands, as part of the lab's."""
    app.command()(trace)
    app.command(epilog=COLUMNS_HELP)(logs)
    app.command()(top)


def _known(arm: str) -> str:
    """The name, if there is such an arm. Raises UnknownArm."""
    from experiments.topology import topology_named

    return topology_named(arm).name if arm else ""
