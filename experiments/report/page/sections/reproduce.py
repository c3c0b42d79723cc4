"""How to do it again: the sources, the command with its seed, and what may differ."""

from collections.abc import Iterator

from experiments.catalogue import USUAL
from experiments.catalogue.blast_radius import TELLING
from experiments.compare.planned import Planned
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import table

USUAL_ARMS = ("monolith", "services")


def commands(run: Run) -> tuple[str, ...]:
    """What to type, line by line."""
    return tuple(_commands(run))


def _commands(run: Run) -> Iterator[str]:
    git = table(run.environment, "git")
    if git.get("commit"):
        yield f"git checkout {git['commit']}"
    yield "make setup"
    yield f"./cleave {_command(run)}"
    yield f"./cleave report {run.name}"


def _command(run: Run) -> str:
    plan = run.plan
    words = _named(plan)
    words += [f"--blocks {len(plan.usual)}", f"--seed {plan.seed}"]
    if "mixed" in plan.sizes.rates:
        words.append(f"--rate {plan.sizes.rates['mixed']:g}")
    if plan.arms != USUAL_ARMS:
        words.append(f"--arms {','.join(plan.arms)}")
    if plan.without:
        words.append(f"--without {','.join(sorted(plan.without))}")
    if plan.full:
        words.append("--full")
    return " ".join(words)


def _named(plan: Planned) -> list[str]:
    if len(plan.experiments) == 1:
        return ["run", plan.experiments[0]]
    if not plan.matrix:
        return ["compare"]
    faults = len(plan.experiments) + len(plan.left_out)
    return ["run", plan.matrix, *(["--full"] if faults > len(TELLING) else [])]


def limits(run: Run) -> tuple[str, ...]:
    """What the commands do not bring back."""
    return tuple(_limits(run))


def _limits(run: Run) -> Iterator[str]:
    yield (
        "The seed repeats the plan and the arrivals: order of the visits, order of the experiments,"
        " what is asked for when. It does not repeat the machine."
    )
    git = table(run.environment, "git")
    if git.get("changed"):
        yield "The sources had changes that were not committed: the commit alone is not what ran."
    if not git:
        yield "Which version of the sources ran is not known."
    if run.plan.planted:
        yield "The planted difference is no option of the command: the lab's own proof planted it."
    usual = {experiment.name for experiment in USUAL}
    is_comparison = len(run.plan.experiments) > 1 and not run.plan.matrix
    if is_comparison and set(run.plan.experiments) != usual:
        yield f"The run held these experiments only: {', '.join(run.plan.experiments)}."
