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
        "Both ask for a page's recommendations on threads beside their worker slots: eight"
        " in the catalog service, as many in each replica of the monolith. The services have more"
        " threads and connections for messages, and 32 threads that screen orders; a replica of the"
        " monolith has one of each to tell customers, and screens on its worker slots. Only the"
        " services have a broker. A table above has the numbers.",
        "for the services where many orders wait to be screened; for the monolith where many pages"
        " wait for recommendations; the CPU and the memory of it all are charged to whose it is",
    ),
    Threat(
        "One disk, unlike promises",
        "An arm's database servers and its broker flush to the same disk: PostgreSQL at each"
        " commit, Kafka (one node, one copy) when it likes. A broker with three copies promises"
        " more, and takes longer for it.",
        "against the services in time, since six servers wait for the disk; for them in what a"
        " message costs",
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
        "A client of Kafka in Python",
        "kafka-python took about 1.5 ms of CPU to publish a message and 1.3 ms to receive one when"
        " it was profiled; an order travels in five. A client written in C would take much of that"
        " away.",
        "against the services in CPU, and in time to settle",
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
        "No capacity is measured",
        "Loads come at a fixed rate. Good operations a second tell whether an arm kept up with it,"
        " not what it could do; and a rate this low shares what an arm takes when idle, such as a"
        " broker and its pollers, among few operations. Both figures of CPU, with and without it,"
        " are in the cost experiment.",
        "against the services in CPU per operation",
    ),
    Threat(
        "A commit that nobody counts",
        "An order settles at the time written into it, which is before the commit of that very"
        " transaction: on the services the last of several commits, on the monolith the only one."
        " So the monolith can settle before it answers.",
        "against the services in the ratio of the times to settle",
    ),
    Threat(
        "A short warm-up",
        "A load warms up for a few seconds, in which about a dozen orders are placed: a Java broker"
        " is still being compiled then (at 30 operations a second one took 82 ms of CPU a second at"
        " first, 57 some twenty seconds later, and then 36). How warm an arm is also depends on"
        " whether an experiment comes first or last in its visit; the only one of a run by cleave"
        " run comes first.",
        "against the services in time and CPU, most in cleave run",
    ),
    Threat(
        "Experiments share a visit",
        "Tables, pools and caches stay as the experiment before left them. The order is seeded,"
        " another one in each block, and the same for both arms of a block.",
        "more scatter, for both arms alike",
    ),
    Threat(
        "Replicas found once",
        "How many replicas a load needs is found before the first visit, by trial loads of some"
        " seconds, or was stored by an earlier run; all blocks then share it. It is a whole number:"
        " near an edge another run may have one more, or one less.",
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
        " together, and hide; what is shown is this fault's effect, not availability over a year."
        " One more client asks for the broken feature, to see whether the fault is real; where each"
        " call ends a process it asks seldom, but it asks.",
        "either way",
    ),
)
