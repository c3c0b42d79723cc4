"""Threats to validity that every run has, whatever it did: those of the arms and of the load."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Threat:
    """`towards` says which way it may push the results."""

    title: str
    text: str
    towards: str


ARMS = (
    Threat(
        "Placement by default",
        "Six replicas of the monolith stand against one replica of each of six services: equal in"
        " processes and worker slots, not in how many can serve one feature. A crash takes all of a"
        " service until it is back, and a sixth of the monolith at a time.",
        "for the monolith in availability of one feature and in slots for a hot one; against it in"
        " memory, since every replica carries everything, and in parts to redeploy",
    ),
    Threat(
        "What either arm has beside its worker slots",
        "Both ask for a page's recommendations on threads beside their worker slots: the catalog"
        " service on eight, each replica of the monolith on as many. The services have threads and"
        " database connections for their messages, and thirty-two threads that screen orders; the"
        " monolith has a thread and a connection a replica to tell customers, and screens on its"
        " worker slots. Only the services have a broker. How many there are of each is in the table"
        " of what each arm may use.",
        "for the services where many orders wait to be screened; for the monolith where many pages"
        " wait for recommendations; the CPU and the memory of it all are charged to whose it is",
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
