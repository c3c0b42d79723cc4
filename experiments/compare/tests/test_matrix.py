"""What a run says of each fault on each side, and what it does not say."""

from dataclasses import replace

from experiments.compare.cells import Cell, State
from experiments.compare.matrix import LATEST_S, matrix_in
from experiments.compare.result import Result
from experiments.compare.rows import rows_of
from experiments.compare.summary import summary_json
from experiments.measure.by_feature import RECOVERY, key_of
from experiments.testing.comparison import NOISE
from experiments.testing.matrix import BROKER, CRASH, HANG, PARTITION, UNREAL, matrix_run, trial

GOOD_CATALOG = key_of("during", "catalog", "good")


def cell_of(result: Result, name: str, label: str) -> Cell:
    return next(row for row in matrix_in(result).rows if row.experiment == name).cells[label]


def test_a_row_is_called_by_its_fault_and_the_feature_that_is_hit() -> None:
    rows = matrix_in(matrix_run()).rows
    assert [(row.fault, row.feature) for row in rows] == [
        ("crash", "recommendations"),
        ("hang", "payments"),
        ("broker-down", "orders"),
        ("network-partition", "inventory"),
    ]


def test_a_cell_says_what_its_trial_measured() -> None:
    result = matrix_run(("monolith", trial(CRASH, {GOOD_CATALOG: 38.2})))
    hurt = cell_of(result, CRASH.name, "monolith")
    assert hurt.phases["during"].features["catalog"].good == 38.2
    assert hurt.phases["after"].features["catalog"].good == 100.0
    assert (hurt.phases["after"].settle_p95_ms, hurt.visits) == (38.0, 1)
    assert cell_of(result, CRASH.name, "services").phases["during"].features["catalog"].good == 100


def test_several_blocks_are_told_by_their_median() -> None:
    result = matrix_run(blocks=3)
    blocks = list(result.blocks)
    for place, share in enumerate((10.0, 40.0, 30.0)):
        visits = tuple(
            replace(
                visit,
                trials=tuple(
                    replace(one, values={**one.values, GOOD_CATALOG: share}) for one in visit.trials
                ),
            )
            for visit in blocks[place].last
        )
        blocks[place] = replace(blocks[place], attempts=(visits,))
    found = cell_of(replace(result, blocks=tuple(blocks)), CRASH.name, "services")
    assert (found.phases["during"].features["catalog"].good, found.visits) == (30.0, 3)


def test_what_an_arm_has_nothing_for_is_not_there_and_says_why() -> None:
    result = matrix_run()
    (why,) = cell_of(result, BROKER.name, "monolith").why
    assert why == "broker down of orders: monolith has no broker"
    assert cell_of(result, PARTITION.name, "monolith").state is State.ABSENT
    assert cell_of(result, BROKER.name, "services").state is State.SEEN


def test_a_fault_that_was_not_real_has_no_figures() -> None:
    result = matrix_run(("services", trial(HANG, {GOOD_CATALOG: 1.0}, [UNREAL])))
    found = cell_of(result, HANG.name, "services")
    assert (found.state, found.phases) == (State.INVALID, {})
    assert found.why == ("fault: hang of payments: it never fired",)
    assert cell_of(result, HANG.name, "monolith").state is State.SEEN


def test_a_disturbed_trial_gives_no_figure_and_spoils_no_other() -> None:
    result = matrix_run(("services", trial(HANG, sentinels=[NOISE])), blocks=2)
    assert cell_of(result, HANG.name, "services").why == (
        "foreign CPU: other programs used 0.80 cores",
    )
    assert (result.noisy, len(result.scored)) == (False, 2)
    assert not any(block.must_repeat(result.plan) for block in result.blocks)
    (row,) = (r for r in rows_of(result) if (r.experiment, r.metric.key) == (HANG.name, RECOVERY))
    assert row.medians == (0.1, None)
    assert result.exit_code == 1
    assert result.problems == (
        "2 of 12 trials stayed disturbed, or their fault was not real: no figure is theirs",
    )


def test_a_run_without_disturbance_or_violation_is_valid() -> None:
    assert (matrix_run().exit_code, matrix_run().problems) == (0, ())


def test_a_recovery_that_nobody_watched_to_its_end_is_none() -> None:
    def recovered(seconds: float) -> bool:
        result = matrix_run(("services", trial(CRASH, {RECOVERY: seconds})))
        return cell_of(result, CRASH.name, "services").recovered

    assert recovered(LATEST_S)
    assert not recovered(LATEST_S + 5)


def test_a_violation_is_that_of_the_fault_after_which_it_was_first_seen() -> None:
    """Tables grow from trial to trial, so the later ones show it as well."""
    wrong = ("an order is lost: o-1",)
    names = (CRASH, HANG, BROKER, PARTITION)
    result = matrix_run(*(("services", trial(one, violations=wrong)) for one in names))
    first = next(v for v in result.visits if v.label == "services").trials[0].experiment
    blamed = [row.experiment for row in matrix_in(result).rows if row.cells["services"].violations]
    assert blamed == [first]
    (problem,) = result.problems
    assert problem.endswith(f"(services): {first}: an order is lost: o-1")


def test_a_violation_that_comes_back_is_told_again() -> None:
    wrong = ("the tables are still changing",)
    result = matrix_run()
    visit = next(v for v in result.visits if v.label == "services")
    marked = tuple(
        replace(one, violations=wrong if place != 1 else ())
        for place, one in enumerate(visit.trials)
    )
    told = replace(visit, trials=marked).told
    assert [text.partition(":")[0] for text in told] == [marked[0].experiment, marked[2].experiment]


def test_a_cell_that_nobody_has_made_yet_is_awaited() -> None:
    result = replace(matrix_run(), blocks=(), complete=False)
    states = {cell.state for row in matrix_in(result).rows for cell in row.cells.values()}
    assert states == {State.AWAITED, State.ABSENT}


def test_the_summary_holds_the_matrix_and_only_where_there_is_one() -> None:
    told = summary_json(matrix_run())["matrix"]
    assert told["name"] == "blast-radius"
    seen = told["rows"][0]["cells"]["services"]
    assert seen["phases"]["during"]["features"]["payments"]["asked"] == 60.0
