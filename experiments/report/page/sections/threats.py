"""What this design cannot see, or sees wrong: to be read before the figures are used elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.report.page.figures.plain import count
from experiments.report.page.reading.run import Run
from experiments.report.page.sections.machine import cores, table


@dataclass(frozen=True)
class Threat:
    """`towards` says which way it may push the results."""

    title: str
    text: str
    towards: str


def threats(run: Run) -> tuple[Threat, ...]:
    return (*_machine(run), *ARMS, *LOAD, *_statistics(run))


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


ARMS = (
    Threat(
        "Placement by default",
        "Six replicas of the monolith stand against one replica of each of six services: equal in"
        " processes, worker slots and connections, not in how many can serve one feature. A crash"
        " takes all of a service until it is back, and a sixth of the monolith at a time.",
        "for the monolith in availability of one feature and in slots for a hot one; against it in"
        " memory, since every replica carries everything, and in parts to redeploy",
    ),
    Threat(
        "The supervisor is ours",
        "Crashed processes come back by one rule (first after a second, then later and later)."
        " Another orchestrator's rule would give other times to recover, for both arms.",
        "against the arm in which one fault kills more processes",
    ),
    Threat(
        "Building is copying",
        "An artefact is made by copying files: nothing is compiled, no image is pushed, no pipeline"
        " runs its tests. Where building takes minutes, and longer for one large code base, times"
        " to deploy and to roll back are ruled by it.",
        "for the monolith in deploy and rollback",
    ),
    Threat(
        "A very small shop",
        "Six features and little code. Memory of a replica is mostly the interpreter and its"
        " libraries, the data fits into memory and is fresh at every visit, and no team stumbles"
        " over another.",
        "against the services in memory and CPU (the fixed cost of a process weighs most); for the"
        " monolith in everything that grows with size",
    ),
    Threat(
        "One language, one server, one wire format",
        "Python with threads, JSON over HTTP, Kafka between the services. Another runtime or"
        " encoding moves the cost of a call, and with it most ratios here.",
        "against the services where calls are dear",
    ),
    Threat(
        "Both arms by the same hands",
        "Both were written to be the strongest we can, but nobody is even-handed by intention"
        " alone. The command cleave diff shows the two runners side by side; the rest is open to"
        " read.",
        "unknown",
    ),
)


LOAD = (
    Threat(
        "Short windows at fixed rates",
        "Scored windows last seconds, at one rate below capacity: no slow leak, compaction, cache"
        " that fills over hours, or overload is seen, unless an experiment plants it.",
        "for whoever ages worse",
    ),
    Threat(
        "Replicas found once",
        "How many replicas a load needs is found before the first visit, by looks of some seconds,"
        " or was stored by an earlier run; all blocks then share it. It is a whole number: near an"
        " edge another run may have one more, or one less.",
        "intervals too narrow for what scaling takes",
    ),
    Threat(
        "Made-up shoppers",
        "Poisson arrivals of a fixed mix of operations, without sessions, bursts or seasons. The"
        " share of composed reads and orders decides how often services call each other.",
        "either way, by the mix",
    ),
    Threat(
        "Planted faults",
        "A fault begins and ends at once and has one cause. Faults of production are partial, come"
        " together, and hide; what is shown is this fault's effect, not availability over a year.",
        "either way",
    ),
)


def _statistics(run: Run) -> Iterator[Threat]:
    claims = len(run.rulings.verdicts) if run.rulings else 0
    if not run.plan.full:
        yield Threat(
            "Provisional verdicts",
            f"Each of {count(claims, 'claim')} is judged for itself, unadjusted for their number:"
            " the chance that at least one ruling is wrong is larger than one claim's 5%. A full"
            " run adjusts.",
            "towards too many rulings",
        )
    yield Threat(
        "Few blocks, and what they stand for",
        f"{count(len(run.plan.blocks), 'block')} on one machine within hours. The interval covers"
        " the scatter from block to block here, taken to be symmetrical; not other machines, other"
        " days or other shops.",
        "intervals too narrow for any claim beyond this machine",
    )
    yield Threat(
        "Claims that share runs",
        "m6 and s3, m7 and s7, m9 and s5 look at the same visits from two sides: they are not"
        " independent evidence.",
        "towards agreement that looks like confirmation",
    )
