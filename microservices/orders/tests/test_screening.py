"""Screening happens beside everything else, and what a crash leaves is found again."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from experiments.testing.waiting import wait_until
from microservices.chassis import worker as worker_module
from microservices.orders import screening as screening_module
from microservices.orders.screening import THREADS, Screening
from microservices.orders.screening_lease import LEASE
from microservices.orders.tests.harness import SagaDriver
from shared_domain.checkout import command_for
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.messages.commands import ScreenRisk
from shared_domain.messages.replies import Reply
from shared_domain.orders.order import Order, Status

A_MOMENT = timedelta(milliseconds=1)
Screen = Callable[[ScreenRisk], None]


def accept(_: ScreenRisk) -> None:
    """The outside world says yes."""


def screening_of(driver: SagaDriver, screen: Screen = accept) -> Screening:
    return Screening(driver.database, driver.saga, screen, driver.clock)


def submitted(screening: Screening, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the orders that are submitted from now on, instead of being screened."""
    ids: list[str] = []
    monkeypatch.setattr(screening, "submit", lambda command: ids.append(command.order_id))
    return ids


def test_an_accepted_order_goes_on(driver: SagaDriver, order: Order) -> None:
    asked: list[ScreenRisk] = []
    screening_of(driver, asked.append).screen(command_for(ScreenRisk, order))
    assert asked == [ScreenRisk("o-1", "c-00001", 1300)]
    assert driver.commands() == ["ReserveStock"]


@pytest.mark.parametrize("reason", [Reason.RISK_REFUSED, Reason.SCREENING_UNAVAILABLE])
def test_a_refused_order_is_rejected(driver: SagaDriver, order: Order, reason: Reason) -> None:
    def refuse(_: ScreenRisk) -> None:
        raise Refused(reason)

    screening_of(driver, refuse).screen(command_for(ScreenRisk, order))
    assert (driver.order().status, driver.order().reason) == (Status.REJECTED, reason)


def test_screened_twice_is_answered_once(driver: SagaDriver, order: Order) -> None:
    screening = screening_of(driver)
    screening.screen(command_for(ScreenRisk, order))
    screening.screen(command_for(ScreenRisk, order))
    assert driver.commands() == ["ReserveStock"]


def test_an_answer_waits_for_a_database_that_is_down(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "PAUSE_S", 0.001)
    advance = driver.saga.advance
    outages = [OperationalError("SELECT 1", {}, Exception("refused"))] * 20
    asked: list[ScreenRisk] = []

    def advance_or_fail(session: Session, reply: Reply) -> None:
        if outages:
            raise outages.pop()
        advance(session, reply)

    monkeypatch.setattr(driver.saga, "advance", advance_or_fail)
    screening_of(driver, asked.append).screen(command_for(ScreenRisk, order))
    assert driver.commands() == ["ReserveStock"]
    assert len(asked) == 1


def test_no_transaction_is_open_while_the_outside_is_asked(
    driver: SagaDriver, order: Order
) -> None:
    pool = driver.database.engine.pool
    assert isinstance(pool, QueuePool)
    in_use: list[int] = []
    screening = screening_of(driver, lambda _: in_use.append(pool.checkedout()))
    screening.screen(command_for(ScreenRisk, order))
    assert in_use == [0]


def test_the_sweep_takes_over_when_the_lease_is_over_and_not_before(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening = screening_of(driver)
    taken = submitted(screening, monkeypatch)
    driver.clock.go_on(LEASE)
    screening.sweep()
    assert taken == []
    driver.clock.go_on(A_MOMENT)
    screening.sweep()
    assert taken == ["o-1"]


def test_what_one_replica_took_over_another_leaves_for_a_lease(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = screening_of(driver), screening_of(driver)
    taken, left = submitted(one, monkeypatch), submitted(other, monkeypatch)
    driver.clock.go_on(LEASE + A_MOMENT)
    one.sweep()
    other.sweep()
    assert (taken, left) == (["o-1"], [])
    driver.clock.go_on(LEASE + A_MOMENT)
    other.sweep()
    assert left == ["o-1"]


def test_an_order_that_was_screened_is_not_swept(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening = screening_of(driver)
    screening.screen(command_for(ScreenRisk, order))
    taken = submitted(screening, monkeypatch)
    driver.clock.go_on(2 * LEASE)
    screening.sweep()
    assert taken == []


def test_more_than_can_wait_is_left_to_the_sweep_and_the_sweep_takes_no_more_than_that(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening = screening_of(driver)
    for _ in range(THREADS * 8 + 10):
        screening.submit(command_for(ScreenRisk, order))
    driver.clock.go_on(LEASE + A_MOMENT)
    screening.sweep()
    taken = submitted(other := screening_of(driver), monkeypatch)
    other.sweep()
    assert taken == ["o-1"]


@pytest.fixture
def outages() -> list[BaseException]:
    """Raised one after another by the outside world, or by what tells the saga."""
    return []


@pytest.fixture
def running(
    driver: SagaDriver, outages: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screening]:
    """One screening thread and a busy sweep, which end with the test."""
    monkeypatch.setattr(screening_module, "THREADS", 1)
    monkeypatch.setattr(screening_module, "SWEEP_S", 0.01)

    def screen(_: ScreenRisk) -> None:
        if outages:
            raise outages.pop()

    screening = screening_of(driver, screen)
    screening.start()
    yield screening
    screening.stop()
    screening.join(10)


def test_a_submitted_order_is_screened_soon(
    driver: SagaDriver, order: Order, running: Screening
) -> None:
    running.submit(command_for(ScreenRisk, order))
    wait_until(lambda: driver.commands() == ["ReserveStock"])


def test_what_failed_is_screened_again_when_its_lease_is_over(
    driver: SagaDriver, order: Order, running: Screening, outages: list[BaseException]
) -> None:
    outages.append(RuntimeError("nobody thought of this"))
    running.submit(command_for(ScreenRisk, order))
    wait_until(lambda: not outages)
    driver.clock.go_on(LEASE + A_MOMENT)
    wait_until(lambda: driver.commands() == ["ReserveStock"])


def test_told_to_stop_it_finishes_the_order_at_hand_and_leaves_the_others_to_the_next(
    driver: SagaDriver, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening_module, "THREADS", 1)
    is_screening, may_finish = threading.Event(), threading.Event()

    def slowly(_: ScreenRisk) -> None:
        is_screening.set()
        assert may_finish.wait(timeout=10)

    screening = screening_of(driver, slowly)
    screening.start()
    screening.submit(command_for(ScreenRisk, order))
    assert is_screening.wait(timeout=10)
    screening.submit(command_for(ScreenRisk, driver.begin("o-2")))
    screening.stop()
    wait_until(lambda: driver.stands("o-2").screening_until == driver.clock())
    may_finish.set()
    screening.join(10)
    assert [each.key for each in driver.sent("inventory.commands")] == ["o-1"]
    driver.clock.go_on(A_MOMENT)
    taken = submitted(other := screening_of(driver), monkeypatch)
    other.sweep()
    assert taken == ["o-2"]


def test_told_to_stop_while_the_database_is_down_it_ends_all_the_same(
    driver: SagaDriver, order: Order, running: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def database_down(_: Session, __: Reply) -> None:
        raise OperationalError("SELECT 1", {}, Exception("refused"))

    monkeypatch.setattr(driver.saga, "advance", database_down)
    running.submit(command_for(ScreenRisk, order))
    running.stop()
    running.join(10)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("screening")]
