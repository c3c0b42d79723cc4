"""The service level is missed for a reason that can be named."""

from dataclasses import replace

import pytest

from experiments.slo import SLO, Served

WELL = Served(100.0, read_p95_ms=30.0, settle_p95_ms=150.0, backlog=0.0, orders=60.0)


def test_a_load_that_is_served_well_misses_nothing() -> None:
    assert SLO.missed(WELL) == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"good_share": 98.9}, "98.9% good"),
        ({"read_p95_ms": 201.0}, "reads p95 201 ms"),
        ({"settle_p95_ms": 501.0}, "settled p95 501 ms"),
        ({"backlog": 12.0}, "backlog grew by 12 orders"),
        ({"good_share": None}, "nothing was asked"),
    ],
)
def test_each_limit_can_be_missed(change: dict[str, float | None], why: str) -> None:
    assert SLO.missed(replace(WELL, **change)) == (why,)


def test_what_is_at_the_limit_holds() -> None:
    assert SLO.missed(Served(99.0, 200.0, 500.0, backlog=11.0, orders=60.0)) == ()


def test_orders_on_their_way_are_no_backlog() -> None:
    assert SLO.missed(replace(WELL, backlog=5.0, orders=2.0)) == ()


def test_limits_count_from_what_the_outside_takes() -> None:
    waiting = replace(WELL, read_p95_ms=390.0, settle_p95_ms=610.0)
    assert SLO.missed(waiting) == ("reads p95 390 ms", "settled p95 610 ms")
    assert SLO.beyond(350).missed(waiting) == ()
    assert SLO.beyond(350).missed(replace(WELL, read_p95_ms=551.0)) == ("reads p95 551 ms",)


def test_a_load_without_reads_or_orders_is_judged_by_the_rest() -> None:
    assert SLO.missed(Served(100.0, None, None, None, 0.0)) == ()
