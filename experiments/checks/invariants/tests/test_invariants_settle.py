"""The wait ends when nothing moves any more, and says honestly when it did not."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat

import pytest

from experiments.checks.invariants.fetch import Unreadable
from experiments.checks.invariants.relations import Notification, Order, Relations
from experiments.checks.invariants.settle import Settled, await_settled

CONFIRMED = Order("o-1", "c-1", "k-1", "CONFIRMED", None, 500, True)
TOLD = Notification("o-1", "c-1", "CONFIRMED")


def reading(*orders: Order, told: tuple[Notification, ...] = ()) -> Relations:
    return Relations((), (), (), (), (), told, orders, ())


ON_ITS_WAY = reading(CONFIRMED._replace(status="PENDING"))
UNHEARD = reading(CONFIRMED)
DONE = reading(CONFIRMED, told=(TOLD,))
GONE = Unreadable("the tables of orders cannot be read: connection refused")


class Arm:
    """Answers with one reading after the other; a clock that moves only while one waits."""

    def __init__(self, *readings: Relations | Unreadable) -> None:
        self._readings: Iterator[Relations | Unreadable] = chain(readings, repeat(readings[-1]))
        self.time_s = 1000.0
        self.said: list[str] = []

    def read(self) -> Relations:
        found = next(self._readings)
        if isinstance(found, Unreadable):
            raise found
        return found

    def pause(self, seconds: float) -> None:
        assert seconds > 0
        self.time_s += seconds

    def wait(self, deadline_s: float = 10.0) -> Settled:
        now: Callable[[], float] = lambda: self.time_s  # noqa: E731
        return await_settled(self.read, deadline_s, self.said.append, now, self.pause)


def test_a_settled_shop_is_read_twice_and_took_no_time() -> None:
    settled = Arm(DONE).wait()

    assert settled.is_complete
    assert settled.relations == DONE
    assert settled.seconds == 0


def test_the_wait_lasts_until_the_last_order_is_final_and_notified() -> None:
    arm = Arm(ON_ITS_WAY, ON_ITS_WAY, UNHEARD, DONE)

    settled = arm.wait()

    assert settled.is_complete
    assert settled.seconds == pytest.approx(0.05 + 0.1 + 0.2)
    assert arm.said == [
        "1 orders: 1 pending, 0 settled and not notified",
        "1 orders: 0 pending, 1 settled and not notified",
        "1 orders: 0 pending, 0 settled and not notified",
    ]


def test_a_state_that_still_moves_is_not_taken_for_the_end() -> None:
    more = CONFIRMED._replace(order_id="o-2")
    both = reading(CONFIRMED, more, told=(TOLD, TOLD._replace(order_id="o-2")))

    settled = Arm(DONE, both).wait()

    assert settled.is_complete
    assert settled.relations == both


def test_an_order_that_never_ends_is_reported_when_the_deadline_is_over() -> None:
    arm = Arm(ON_ITS_WAY)

    settled = arm.wait(deadline_s=5)

    assert not settled.is_complete
    assert (settled.pending, settled.unnotified, settled.is_still) == (1, 0, True)
    assert arm.time_s == pytest.approx(1005)


def test_a_database_on_its_way_back_is_waited_for() -> None:
    arm = Arm(GONE, GONE, DONE)

    assert arm.wait().is_complete
    assert arm.said[0] == str(GONE)


def test_a_reading_before_an_outage_is_not_compared_with_one_after_it() -> None:
    settled = Arm(DONE, GONE, DONE).wait()

    assert settled.is_complete
    assert settled.seconds > 0


@pytest.mark.parametrize("readings", [(GONE,), (DONE, GONE)])
def test_a_database_that_stays_away_is_an_error(readings: tuple[Relations | Unreadable]) -> None:
    with pytest.raises(Unreadable, match="connection refused"):
        Arm(*readings).wait(deadline_s=3)
