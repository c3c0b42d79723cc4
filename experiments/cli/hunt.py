"""`cleave hunt`: a bug for a person to find. What it needs is imported when it runs."""

from typing import Annotated

import typer

hunt = typer.Typer(
    help="Find a bug that nobody names, and see what it took you.", rich_markup_mode=None
)
Arm = Annotated[str, typer.Option(help="monolith or services; drawn, if not given.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Repeats a hunt; default: drawn.")]
Feature = Annotated[str, typer.Argument(help="Where the bug is; `cleave list` names features.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@hunt.callback(invoke_without_command=True)
def start(
    context: typer.Context, arm: Arm = "", seed: Seed = None, as_json: AsJson = False
) -> None:
    """Start an arm with a bug in it, let a customer shop, and tell what was noticed."""
    if context.invoked_subcommand is None:
        from experiments.cli.hunting import start as command

        command(arm, seed, as_json)
    elif arm or seed is not None or as_json:
        from experiments.cli.edge import WrongUsage

        name = context.invoked_subcommand
        raise WrongUsage(f"options of {name} come after it: cleave hunt {name} --help")


@hunt.command()
def show(as_json: AsJson = False) -> None:
    """Tell again what the customer noticed."""
    from experiments.cli.hunting import show as command

    command(as_json)


@hunt.command()
def answer(feature: Feature, as_json: AsJson = False) -> None:
    """Say which feature it is. Exit code 1 if it is another; the right one ends the hunt, and
    stops the arm."""
    from experiments.cli.hunting import answer as command

    raise typer.Exit(command(feature, as_json))


@hunt.command(name="give-up")
def give_up(as_json: AsJson = False) -> None:
    """Be told, end the hunt and stop the arm."""
    from experiments.cli.hunting import give_up as command

    command(as_json)
