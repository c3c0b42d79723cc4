"""The lab's commands. Each has its file, imported when it runs, so that --help is quick."""

from typing import Annotated

import typer

from experiments.compare.plan import DEFAULT_BLOCKS, DEFAULT_RATE, DEFAULT_SECONDS

app = typer.Typer(
    help="One shop, built twice: run both arms, compare them, look inside.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command()
def compare(
    blocks: Annotated[int, typer.Option(help="Pairs of visits, one visit an arm.")] = (
        DEFAULT_BLOCKS
    ),
    seed: Annotated[int | None, typer.Option(help="Repeats a plan and its arrivals.")] = None,
    rate: Annotated[float, typer.Option(help="Operations offered a second.")] = DEFAULT_RATE,
    seconds: Annotated[float, typer.Option(help="Scored seconds a visit.")] = DEFAULT_SECONDS,
    as_json: AsJson = False,
) -> None:
    """Run both arms under the same load and compare them."""
    from experiments.cli.compare import run

    raise typer.Exit(run(blocks, seed, rate, seconds, as_json))


@app.command()
def up(arm: Annotated[str, typer.Argument(help="monolith or services")]) -> None:
    """Start an arm with fresh data and leave it running."""
    from experiments.cli.up import run

    run(arm)


@app.command()
def down() -> None:
    """Stop everything of the lab, also what a kill -9 left."""
    from experiments.cli.down import run

    run()


@app.command()
def order(as_json: AsJson = False) -> None:
    """The first lesson: one order on both arms, step by step."""
    from experiments.cli.order import run

    run(as_json)


@app.command()
def diff(
    what: Annotated[str, typer.Argument(help="checkout or page")] = "checkout",
) -> None:
    """Show both arms' code for one process side by side."""
    from experiments.cli.diff import run

    run(what)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """See whether this machine can run the lab, and how well."""
    from experiments.cli.doctor import run

    raise typer.Exit(run(as_json))


@app.command(name="list")
def list_all(as_json: AsJson = False) -> None:
    """Name arms, features, operations, mixes and checkers."""
    from experiments.cli.listing import run

    run(as_json)
