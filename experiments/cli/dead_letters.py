"""`cleave dead-letters`: what a running arm gave up, and having it done again."""

from collections import Counter
from typing import Annotated

import typer

dead_letters = typer.Typer(
    help="What an arm gave up after its retries: see it, replay it.",
    rich_markup_mode=None,
)
Arm = Annotated[str, typer.Argument(help="monolith or services, left running by `cleave up`.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@dead_letters.callback(invoke_without_command=True)
def help_unless_told(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@dead_letters.command(name="list")
def list_letters(
    arm: Arm,
    every: Annotated[
        bool, typer.Option("--all", help="Those that were answered or replayed, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the letters that wait to be replayed, and why each died."""
    from experiments.cli.letters import operated
    from experiments.dead_letters.letters import read_letters, waiting
    from experiments.report.dead_letters import show_letters
    from experiments.report.documents import print_json
    from experiments.report.screen import output

    running = operated(arm)
    read = read_letters if every else waiting
    found = read(running.topology, running.audit_url)
    if as_json:
        letters = [each.as_json() for each in found]
        print_json({"kind": "cleave dead-letters", "arm": arm, "letters": letters})
        return
    show_letters(arm, found, output())


@dead_letters.command()
def replay(
    arm: Arm,
    letters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LETTER]...", help="As `list` names them; all that wait, if none."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have letters handled once more, compensations and notifications alike."""
    from experiments.cli.letters import chosen, operated
    from experiments.dead_letters.replay import replay as replay_letters
    from experiments.report.documents import print_json
    from experiments.report.screen import output

    running = operated(arm)
    replayed = replay_letters(running, chosen(running, letters or ()))
    if as_json:
        names = [each.name for each in replayed]
        print_json({"kind": "cleave dead-letters", "arm": arm, "replayed": names})
        return
    output().print(_told(arm, Counter(each.kind for each in replayed)))


def _told(arm: str, kinds: Counter[str]) -> str:
    if not kinds:
        return f"{arm}: no dead letter waits"
    made_of = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f"{arm}: replayed {kinds.total()} ({made_of}); what dies again is a new letter"
