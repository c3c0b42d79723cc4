"""The words of the tables, for a reader who has only this page."""

WORDS = (
    ("visit", "one arm with fresh data and fresh processes, all experiments in seeded order"),
    ("block", "a pair of visits, one to each arm, under the same arrivals"),
    (
        "good",
        "a correct answer within the client's timeout and, for an order, a final status by then",
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
    ("margin", "what counts as a difference worth talking about, frozen before the run"),
    ("Supported", "the whole interval lies beyond the margin on the claim's side"),
    (
        "Refuted",
        "the whole interval lies short of the margin: negligible if within both margins, opposite"
        " if beyond the other one, else at most small",
    ),
    ("Inconclusive", "everything else, or a gate that withheld the ruling and says why"),
    ("settle", "from an order's intended start until its status is final"),
    ("p95, p99", "95 or 99 of 100 operations took no longer; no answer counts with the timeout"),
)
