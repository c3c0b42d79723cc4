"""The saga moves by the answers it awaits, and by no others, however they come."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from microservices.orders.tests.harness import NOON, SagaDriver
from shared_domain.kernel.errors import Reason
from shared_domain.messages.commands import AuthorisePayment, Line, ReleaseStock, ReserveStock
from shared_domain.messages.events import OrderSettled
from shared_domain.orders.order import Order, Status
from shared_domain.orders.store import AlreadyPlaced

PATH = ("ScreenRisk", "ReserveStock", "AuthorisePayment")


def test_a_new_order_is_pending_and_awaits_its_screening(driver: SagaDriver, order: Order) -> None:
    assert driver.order() == order
    assert driver.order().status is Status.PENDING
    assert driver.stands().awaiting == "ScreenRisk"
    assert driver.sent() == []


def test_a_key_begins_one_saga(driver: SagaDriver, order: Order) -> None:
    with pytest.raises(AlreadyPlaced):
        driver.begin()


def test_each_answer_sends_the_next_command_with_what_it_needs(
    driver: SagaDriver, order: Order
) -> None:
    driver.done("ScreenRisk")
    (reserve,) = driver.sent("inventory.commands")
    assert reserve.message == ReserveStock("o-1", (Line("p-0001", 2), Line("p-0002", 1)))
    assert (reserve.key, reserve.customer_id, reserve.traceparent) == ("o-1", "c-00001", "-")
    driver.done("ReserveStock")
    (authorise,) = driver.sent("payments.commands")
    assert authorise.message == AuthorisePayment("o-1", "c-00001", 1300)


def test_when_all_is_done_the_order_is_confirmed_and_everybody_hears(
    driver: SagaDriver, order: Order
) -> None:
    for command in PATH:
        driver.done(command)
    settled = driver.order()
    assert (settled.status, settled.reason, settled.settled_at) == (Status.CONFIRMED, None, NOON)
    assert driver.stands().awaiting is None
    (event,) = driver.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "CONFIRMED", None, 1300)


def test_a_refused_screening_rejects_at_once(driver: SagaDriver, order: Order) -> None:
    driver.refused("ScreenRisk", "risk_refused")
    assert (driver.order().status, driver.order().reason) == (Status.REJECTED, Reason.RISK_REFUSED)
    assert driver.commands() == []


def test_out_of_stock_rejects_with_nothing_to_undo(driver: SagaDriver, order: Order) -> None:
    driver.done("ScreenRisk")
    driver.refused("ReserveStock", "out_of_stock")
    assert driver.order().reason is Reason.OUT_OF_STOCK
    assert driver.commands() == ["ReserveStock"]


@pytest.mark.parametrize("reason", ["on_holiday", ""])
def test_a_refusal_for_an_unheard_of_reason_ends_as_failed_and_keeps_the_text(
    driver: SagaDriver, order: Order, reason: str
) -> None:
    driver.done("ScreenRisk")
    driver.done("ReserveStock")
    driver.refused("AuthorisePayment", reason)
    assert driver.commands()[-1] == "ReleaseStock"
    driver.done("ReleaseStock")
    assert (driver.order().status, driver.order().reason) == (Status.REJECTED, Reason.FAILED)
    assert driver.stands().refused_because == reason
    (event,) = driver.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "REJECTED", "failed", 1300)


def test_a_declined_payment_is_rejected_only_when_the_stock_is_back(
    driver: SagaDriver, order: Order
) -> None:
    driver.done("ScreenRisk")
    driver.done("ReserveStock")
    driver.refused("AuthorisePayment", "payment_declined")
    assert driver.order().status is Status.PENDING
    assert driver.sent("inventory.commands")[-1].message == ReleaseStock("o-1")
    assert driver.sent("orders.events") == []
    driver.done("ReleaseStock")
    assert (driver.order().status, driver.order().reason) == (
        Status.REJECTED,
        Reason.PAYMENT_DECLINED,
    )
    (event,) = driver.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "REJECTED", "payment_declined", 1300)


@pytest.mark.parametrize("reached", range(len(PATH) + 1))
def test_an_answer_that_comes_twice_moves_it_once(
    driver: SagaDriver, order: Order, reached: int
) -> None:
    for command in PATH[:reached]:
        driver.done(command)
        driver.done(command)
    assert driver.commands() == list(PATH[1 : reached + 1])
    assert len(driver.sent("orders.events")) == (reached == len(PATH))


@pytest.mark.parametrize("late", ["ScreenRisk", "ReserveStock"])
@pytest.mark.parametrize("refused", [True, False])
def test_an_answer_that_comes_late_changes_nothing(
    driver: SagaDriver, order: Order, late: str, refused: bool
) -> None:
    driver.done("ScreenRisk")
    driver.done("ReserveStock")
    before = driver.stands(), driver.order(), driver.sent()
    if refused:
        driver.refused(late, "failed")
    else:
        driver.done(late)
    assert (driver.stands(), driver.order(), driver.sent()) == before


@pytest.mark.parametrize("command", ["AuthorisePayment", "ReleaseStock", "VoidPayment", "Nonsense"])
def test_an_answer_nobody_asked_for_changes_nothing(
    driver: SagaDriver, order: Order, command: str
) -> None:
    before = driver.stands(), driver.order(), driver.sent()
    driver.done(command)
    driver.refused(command, "failed")
    assert (driver.stands(), driver.order(), driver.sent()) == before


def test_an_answer_for_an_order_that_does_not_exist_changes_nothing(driver: SagaDriver) -> None:
    driver.done("ScreenRisk", "o-nowhere")
    assert driver.sent() == []


@pytest.mark.parametrize("command", [*PATH, "ReleaseStock", "VoidPayment"])
def test_a_settled_order_never_changes_again(
    driver: SagaDriver, order: Order, command: str
) -> None:
    for each in PATH:
        driver.done(each)
    before = driver.stands(), driver.order(), driver.sent()
    driver.refused(command, "failed")
    driver.done(command)
    assert (driver.stands(), driver.order(), driver.sent()) == before


def test_a_late_refusal_does_not_give_another_reason(driver: SagaDriver, order: Order) -> None:
    driver.done("ScreenRisk")
    driver.done("ReserveStock")
    driver.refused("AuthorisePayment", "payment_declined")
    driver.refused("AuthorisePayment", "failed")
    driver.done("ReleaseStock")
    assert driver.order().reason is Reason.PAYMENT_DECLINED
    assert driver.commands().count("ReleaseStock") == 1


def test_two_replicas_with_one_answer_move_it_once(driver: SagaDriver, order: Order) -> None:
    together = threading.Barrier(2)

    def answer(_: int) -> None:
        together.wait(timeout=5)
        driver.done("ScreenRisk")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, range(2)))
    assert driver.commands() == ["ReserveStock"]


def test_sagas_do_not_touch_each_other(driver: SagaDriver, order: Order) -> None:
    driver.begin("o-2")
    driver.done("ScreenRisk")
    driver.refused("ScreenRisk", "risk_refused", "o-2")
    assert driver.order("o-1").status is Status.PENDING
    assert driver.stands("o-1").awaiting == "ReserveStock"
    assert driver.order("o-2").status is Status.REJECTED
