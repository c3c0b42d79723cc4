"""What this design cannot see, or sees wrong: to be read before the figures are used elsewhere."""

from collections.abc import Iterator, Sequence

from experiments.analysis.question import Scale
from experiments.catalogue import known_experiment
from experiments.method.experiment import Experiment
from experiments.report.page.figures.plain import count
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import cores, table
from experiments.report.page.sections.standing_threats import ARMS, LOAD, Threat
from experiments.stacks.protocol import Ability


def threats(run: Run) -> tuple[Threat, ...]:
    return (*_machine(run), *ARMS, *_quotas(run), *LOAD, *_clocks(run), *_statistics(run))


def _machine(run: Run) -> Iterator[Threat]:
    yield Threat(
        "One machine, no network",
        "Calls between processes cross the loopback device. Real networks add delay, loss and"
        " partial failure, and real machines add capacity.",
        "flatters the services in time for a call; hides what more machines would give them",
    )
    shared = len(cores(run.environment, "arm_cores"))
    whole = f"share {count(shared, 'core')}" if shared else "share the machine's cores"
    yield Threat(
        "A shared core",
        f"All processes of an arm {whole}: the services' parts, their broker and their databases"
        " wait for one another, and every switch between processes is charged to the arm.",
        "against the services in time and CPU; one feature's burnt CPU is felt by all, as on a"
        " machine that is full",
    )
    pinned = table(run.environment, "cpu").get("pinned", True)
    place = "They have cores of their own" if pinned else "This system could not pin them to cores"
    yield Threat(
        "Load generator and outside world on the same host",
        f"{place}, and they share caches, memory and kernel with the arm. Their lag is watched, not"
        " removed.",
        "both arms alike, more noise",
    )


def _quotas(run: Run) -> Iterator[Threat]:
    held = [each.name for each in _known(run) if Ability.CPU_QUOTA in each.needs]
    if held:
        yield Threat(
            "A quota for one part",
            f"In {', '.join(held)} each replica of the part that hosts the hot feature has the same"
            " quota of CPU. The monolith has one part: its whole shop lives within the quota. The"
            " services' other parts have none, nor have the databases, broker and gateway.",
            "for the services, the more the other features take of the CPU",
        )


def _clocks(run: Run) -> Iterator[Threat]:
    if skewed := [each.name for each in _known(run) if each.skewed]:
        yield Threat(
            "An order that settles when it is seen to",
            f"In {', '.join(skewed)} clocks of the shop are wrong on purpose. What it says of when"
            " an order settled is not believed then: it has when its client sees so, in the answer"
            " or at a look, after 100 ms, 200 ms, and then every 400 ms.",
            "against the services in time to settle: only the monolith's answer is final",
        )


def _known(run: Run) -> Iterator[Experiment]:
    return filter(None, map(known_experiment, run.plan.every_experiment))


def _statistics(run: Run) -> Iterator[Threat]:
    ruled = run.rulings.verdicts if run.rulings else ()
    if ruled and not run.plan.full:
        yield Threat(
            "Provisional verdicts",
            f"Each of {count(len(ruled), 'claim')} is judged for itself, unadjusted for their"
            " number: the chance that at least one ruling is wrong is larger than one claim's 5%. A"
            " full run adjusts.",
            "towards too many rulings",
        )
    intervals = sum(figure.low is not None for figure in run.summary.figures)
    if intervals:
        yield Threat(
            "Many intervals",
            f"The {count(intervals, 'interval')} of the rows hold for each row alone, in a full run"
            " too: of 40, two miss by chance.",
            "towards differences that are none, in rows without a claim",
        )
    alone = [each.claim for each in ruled if each.question.scale is Scale.BASELINE]
    if alone:
        yield Threat(
            "A claim about one arm alone",
            f"{' and '.join(alone)}: no other arm's visit cancels the machine's drift; the number"
            " rests on a difference within each visit.",
            "either way, by what changes within a visit",
        )
    yield Threat(
        "Few blocks, and what they stand for",
        f"{count(len(run.plan.usual), 'block')} on one machine within hours. The interval covers"
        " the scatter from block to block here, taken to be symmetrical; not other machines, other"
        " days or other shops.",
        "intervals too narrow for any claim beyond this machine",
    )
    if together := _together(ruled):
        yield Threat(
            "Claims that share runs",
            f"{'; '.join(together)} look at the same visits: they are not independent evidence.",
            "towards agreement that looks like confirmation",
        )


def _together(ruled: Sequence[Ruled]) -> list[str]:
    """The claims that one experiment's visits decide, where there are several."""
    claims: dict[str, list[str]] = {}
    for each in ruled:
        claims.setdefault(each.experiment, []).append(each.claim)
    return [", ".join(found) for found in claims.values() if len(found) > 1]
