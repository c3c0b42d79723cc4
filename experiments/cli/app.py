"""The lab's commands. Each has its file, imported when it runs, so that --help is quick."""

from typing import Annotated

import typer

from experiments.cli.dead_letters import dead_letters
from experiments.cli.defaults import BOTH, DEFAULT_RATE, HARDENED, JSON, KAFKA, LOCAL
from experiments.cli.hunt import hunt
from experiments.cli.lab import lab
from experiments.cli.leaving_out import Resilience, Without, WithoutOnOneSide, left_out
from experiments.cli.telling import Encoding, Transport, TransportOnOneSide
from experiments.cli.views import add_views
from experiments.cli.where import On, known

app = typer.Typer(
    help="One shop, built twice: run both arms, compare them, look inside.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


Blocks = Annotated[
    int | None,
    typer.Option(help="Pairs of visits; default 8, with --full 16. Verdicts need 6."),
]
BlocksOfOne = Annotated[
    int | None,
    typer.Option(help="Pairs of visits; default 8, of blast-radius 1. Verdicts need 6."),
]
Seed = Annotated[
    int | None, typer.Option(help="Repeats a plan and its arrivals; default: drawn, and printed.")
]
Rate = Annotated[float, typer.Option(help="Operations per second of the mixed load.")]
Arms = Annotated[
    str,
    typer.Option(
        metavar="BASELINE,OTHER",
        help="Of monolith, services. The same twice: an A/A test.",
    ),
]
Full = Annotated[
    bool,
    typer.Option(
        "--full",
        help="16 blocks, then a choice of the other experiments and of faults; verdicts adjusted"
        " (Holm); some 2.5 hours.",
    ),
]
FullOfOne = Annotated[
    bool,
    typer.Option("--full", help="Of blast-radius every fault with every feature; some 2 hours."),
]
Resume = Annotated[
    str,
    typer.Option(
        metavar="RUN",
        help="Go on with an interrupted run, or `latest`, by its own plan: of the other options"
        " only --json counts.",
    ),
]


@app.command()
def compare(
    blocks: Blocks = None,
    seed: Seed = None,
    rate: Rate = DEFAULT_RATE,
    arms: Arms = BOTH,
    without: WithoutOnOneSide = None,
    resilience: Resilience = HARDENED,
    transport: TransportOnOneSide = KAFKA,
    encoding: Encoding = JSON,
    on: On = LOCAL,
    full: Full = False,
    resume: Resume = "",
    as_json: AsJson = False,
) -> None:
    """Run the experiments on both arms, in turn, and compare them."""
    from experiments.cli import compare as command
    from experiments.cli.request import Request

    if resume:
        raise typer.Exit(command.resume(resume, as_json))
    bare = left_out(without, resilience)
    told = (transport, encoding, known(on))
    request = Request((), arms, blocks, seed, rate, full, bare, *told)
    raise typer.Exit(command.run(request, as_json))


@app.command(name="run")
def run_one(
    name: Annotated[str, typer.Argument(help="An experiment; `cleave list` names them.")],
    blocks: BlocksOfOne = None,
    seed: Seed = None,
    rate: Rate = DEFAULT_RATE,
    arms: Arms = BOTH,
    without: WithoutOnOneSide = None,
    resilience: Resilience = HARDENED,
    transport: TransportOnOneSide = KAFKA,
    encoding: Encoding = JSON,
    on: On = LOCAL,
    full: FullOfOne = False,
    as_json: AsJson = False,
) -> None:
    """Run one experiment on both arms and compare them."""
    from experiments.cli import compare as command
    from experiments.cli.request import Request
    from experiments.cli.studies import study_named

    bare = left_out(without, resilience)
    told = (transport, encoding, known(on))
    usual = (None, DEFAULT_RATE, BOTH, frozenset[str](), False, KAFKA, JSON, LOCAL)
    is_plain = (blocks, rate, arms, bare, full, *told) == usual
    if study := study_named(name, is_plain):
        raise typer.Exit(study(seed, as_json))
    request = Request((name,), arms, blocks, seed, rate, full, bare, *told)
    raise typer.Exit(command.run(request, as_json))


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="A run's folder, or `latest`.")] = "latest",
) -> None:
    """Make a run's report.html again, from what its folder holds."""
    from experiments.cli import report as command

    command.run(run)


@app.command()
def up(
    arm: Annotated[str, typer.Argument(help="monolith or services")],
    without: Without = None,
    resilience: Resilience = HARDENED,
    transport: Transport = KAFKA,
    encoding: Encoding = JSON,
    on: On = LOCAL,
) -> None:
    """Start an arm with fresh data and leave it running."""
    from experiments.cli.up import run

    run(arm, left_out(without, resilience), transport, encoding, known(on))


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
    """Show one process in both arms, side by side at 120 columns."""
    from experiments.cli.diff import run

    run(what)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """See whether this machine can run the lab, and how well."""
    from experiments.cli.doctor import run

    raise typer.Exit(run(as_json))


@app.command(name="list")
def list_all(as_json: AsJson = False) -> None:
    """Name arms, features, experiments, faults, operations and checkers."""
    from experiments.cli.listing import run

    run(as_json)


add_views(app)
app.add_typer(lab, name="lab")
app.add_typer(hunt, name="hunt")
app.add_typer(dead_letters, name="dead-letters")
