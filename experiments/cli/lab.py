"""`cleave lab`: guided lessons, step by step. What they need is imported when they run."""

from pathlib import Path
from typing import Annotated

import typer

lab = typer.Typer(
    help="Guided lessons: predict, run, explain, check.",
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="GUIDE", help="`cleave lab list` names them.")]
Folder = Annotated[Path | None, typer.Option(help="A student's folder; lab/ if not given.")]
Answer = Annotated[list[str] | None, typer.Option("--answer", help="KEY=ANSWER; repeatable.")]
Answers = Annotated[Path | None, typer.Option(help="A JSON file of answers by key.")]
Seed = Annotated[int | None, typer.Option(help="Repeats a plan and its arrivals.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@lab.callback(invoke_without_command=True)
def help_unless_told(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@lab.command(name="list")
def list_guides(folder: Folder = None, as_json: AsJson = False) -> None:
    """Name the guides, and how far you are in each."""
    from experiments.cli.lesson import open_lesson, tell
    from experiments.guides.content import guide_names
    from experiments.guides.pages import list_page

    lessons = tuple(open_lesson(name, folder) for name in guide_names())
    found = [{"guide": each.guide.name, "stage": each.stage} for each in lessons]
    tell(list_page(lessons), as_json, guides=found)


@lab.command()
def start(name: Name, folder: Folder = None, as_json: AsJson = False) -> None:
    """Read the question, the background, and which code to look at."""
    from experiments.cli.lesson import open_lesson, tell
    from experiments.guides.pages import start_page

    lines = tuple(start_page(open_lesson(name, folder)))
    tell(lines, as_json, guide=name, text="\n".join(lines))


@lab.command()
def predict(
    name: Name,
    answer: Answer = None,
    answers: Answers = None,
    anew: Annotated[bool, typer.Option("--anew", help="Begin another attempt.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Say what will happen. It is recorded before the run is allowed, and stands."""
    from experiments.cli.lesson import answering, desk, given, now, open_lesson, tell
    from experiments.guides import predicting
    from experiments.guides.pages import command, prediction_page

    lesson, known = open_lesson(name, folder), given(answer or (), answers)
    lesson.require_new(anew)
    with answering():
        made = predicting.predict(lesson, known, desk(as_json), now()).prediction
    lines = (*prediction_page(made), "", f"Recorded. Next: {command('run', lesson.guide)}")
    tell(lines, as_json, prediction=made.as_json())


@lab.command()
def run(
    name: Name,
    blocks: Annotated[int | None, typer.Option(help="Fewer for a first look.")] = None,
    seed: Seed = None,
    take: Annotated[
        str, typer.Option(metavar="RUN", help="One made since you predicted, or `latest`.")
    ] = "",
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Run the guide's experiment on both arms, once you have predicted."""
    from experiments.cli.lesson import desk, open_lesson, run_for, take_run, tell
    from experiments.guides.pages import prediction_page, ran_page

    lesson = open_lesson(name, folder)
    made = lesson.require_prediction().prediction
    desk(as_json).show([*prediction_page(made), ""])
    if take:
        take_run(lesson, take)
    code = 0 if take else run_for(lesson, blocks, seed, as_json)
    kept = lesson.attempts[-1].runs[-1]
    tell(ran_page(lesson.guide, kept), as_json, guide=name, run=vars(kept))
    raise typer.Exit(code or bool(kept.unusable))


@lab.command()
def explain(name: Name, folder: Folder = None, as_json: AsJson = False) -> None:
    """Read what happened in your run, and why."""
    from experiments.cli.lesson import open_lesson, tell
    from experiments.guides.pages import explanation_page

    lesson = open_lesson(name, folder)
    lines = tuple(explanation_page(lesson, *lesson.evidence()))
    tell(lines, as_json, guide=name, text="\n".join(lines))


@lab.command()
def check(
    name: Name,
    answer: Answer = None,
    answers: Answers = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Answer questions about your run. Exit 0: all right, 1: not yet."""
    from experiments.cli.lesson import answering, desk, given, now, open_lesson, tell
    from experiments.guides import checking

    lesson, known = open_lesson(name, folder), given(answer or (), answers)
    with answering():
        checked = checking.check(lesson, known, desk(as_json), now())
    lines = (*checking.graded_lines(checked, known), *checking.score_lines(lesson, checked))
    tell(lines, as_json, guide=name, **checking.handed_in(lesson, checked))
    raise typer.Exit(checked.exit_code)
