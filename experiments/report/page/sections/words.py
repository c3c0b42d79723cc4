"""The words of the tables, for a reader who has only this page: first what is compared, then how,
then what the rows say, then what the verdicts say."""

from experiments.measure.recovery import WELL_FOR_S, WELL_SHARE

WORDS = (
    ("arm", "one of the two shops under test: the monolith or the services"),
    (
        "feature",
        "a bounded context with its operations and tables, such as payments; both arms have all",
    ),
    ("part", "what is deployed as one: hosts one feature or several, has a database of its own"),
    ("replica", "one process of a part; all replicas of a part are identical"),
    ("worker slot", "a thread of a replica that answers requests, taken while it waits"),
    ("visit", "one arm with fresh data and fresh processes, all experiments in seeded order"),
    ("block", "a pair of visits, one to each arm, under the same arrivals"),
    (
        "pilot",
        "trial loads before the first visit, never scored, that find the fewest replicas with which"
        " an arm holds a load",
    ),
    (
        "sentinel",
        "a check of the machine, the generator or the fault; one that trips spoils the visit, and"
        " its block is visited again",
    ),
    (
        "good",
        "a correct answer within the client's timeout and, for an order, a final status by then",
    ),
    ("pt", "percentage points, the difference of two shares"),
    ("accept", "from an order's intended start until it is answered, final or not"),
    ("settle", "from an order's intended start until its status is final"),
    (
        "p95, p99",
        "95 or 99 of 100 operations took no longer; no answer counts with the timeout, wrong"
        " answers are left out: read it beside the good share",
    ),
    (
        "cell",
        "one fault on one arm; it stands for itself: where it was disturbed, or its fault was not"
        " real, it is made again, and left out if that does not help",
    ),
    ("others", "operations that neither need nor show the broken feature"),
    (
        "dependents",
        "all other operations: those that need the broken feature, and those that show it if they"
        " can and are good without it",
    ),
    (
        "recovery",
        "from the command that ends a fault or takes a change back to the start of the first"
        f" {WELL_FOR_S:g} seconds in which {WELL_SHARE:.0%} of the operations are good; where there"
        " are none, as long as was watched, which is a lower bound. 0.1 seconds are a floor: ratios"
        " to either are bounds",
    ),
    (
        "keeping the good",
        "the quicker of the ways back that lost nothing of the good change: the feature flag, or"
        " the artefact before",
    ),
    (
        "gained",
        "what 4x the load takes more than 1x; of CPU, for each operation that 4x has more than 1x",
    ),
    (
        "estimate",
        "what the blocks say: for each the ratio (or difference) of its two visits, of these the"
        " Hodges-Lehmann centre",
    ),
    (
        "95% interval",
        "all centres that the exact signed-rank test leaves standing; from 6 blocks on",
    ),
    ("half-width", "half of an interval's width; of a ratio's in percent, on the logarithm"),
    (
        "order effect",
        "whether the blocks that began with one arm say something else than those that began with"
        " the other",
    ),
    ("margin", "what counts as a difference worth talking about, frozen before the run"),
    ("Supported", "the whole interval lies beyond the margin on the claim's side"),
    (
        "Refuted",
        "the whole interval lies short of the margin: negligible if within both margins, opposite"
        " if beyond the other one, else at most small",
    ),
    ("Inconclusive", "everything else, or a gate that withheld the ruling and says why"),
    (
        "gate",
        "a reason not to believe an interval: an order effect, uneven reruns, a broken invariant, a"
        " run that was disturbed all along, a planted slowdown that was not found",
    ),
    (
        "Holm",
        "an adjustment for the number of claims: the more there are, the clearer each must be",
    ),
)
