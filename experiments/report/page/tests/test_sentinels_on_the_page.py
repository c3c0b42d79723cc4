"""A sentinel's numbers have a unit, and its limit says which way it holds."""

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.sentinels import UNITS, sentinel_rows
from experiments.trials.sentinels import Sentinel, fault, generator, outside, steady_state, watch
from experiments.trials.tests.test_sentinels import BEFORE


@pytest.fixture
def run(one_block: Path) -> Run:
    return read_run(one_block)


def rows(run: Run, *sentinels: Sentinel) -> dict[str, tuple[str, ...]]:
    """As if every trial had had these."""
    visits = tuple(
        replace(visit, trials=tuple(replace(one, sentinels=sentinels) for one in visit.trials))
        for visit in run.summary.visits
    )
    found = sentinel_rows(replace(run, summary=replace(run.summary, visits=visits)))
    return {name: tuple(rest) for name, *rest in found}


def test_limits_say_whether_they_are_minimums(run: Run) -> None:
    found = rows(
        run,
        Sentinel("disk", 81_280.4, 500.0, False, ""),
        Sentinel("steady state", 99.8, 99.0, False, ""),
        Sentinel("swap", 12.0, 1024.0, False, ""),
    )
    assert found["disk, MB free"][:2] == ("at least 500", "81,280")
    assert found["steady state, % good"][:2] == ("at least 99", "99.8")
    assert found["swap, KiB"][:2] == ("at most 1,024", "12")


def test_shares_are_shown_in_percent_and_nothing_is_less_than_nothing(run: Run) -> None:
    found = rows(
        run,
        Sentinel("steal", 0.002, 0.01, False, ""),
        Sentinel("suspend", -0.00001, 0.05, False, ""),
    )
    assert found["steal, % of the CPU"][:2] == ("at most 1", "0.2")
    assert found["suspend, s"][1] == "0"


def test_every_sentinel_has_a_unit() -> None:
    watched = watch(BEFORE, BEFORE)
    trial = (generator("mixed", ()), fault(()), outside(lambda _: True), steady_state(100.0, 99.0))
    assert {one.name for one in (*watched, *trial)} == set(UNITS)


def test_a_sentinel_that_nobody_knows_is_shown_as_it_is(run: Run) -> None:
    assert rows(run, Sentinel("moon", 0.5, 1.0, False, ""))["moon"][:2] == ("at most 1", "0.5")


def test_a_limit_folds_so_that_the_table_fits_a_phone(page: str) -> None:
    assert '<td class="number limit">at most 0.1</td>' in page
    assert "tbody .limit { white-space: normal; }" in page
