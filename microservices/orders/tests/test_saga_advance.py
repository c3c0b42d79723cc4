"""The saga moves by the answers it awaits, and by no others, however they come."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from microservices.orders.tests.conftest import NOON, Desk
from shared_domain.kernel.errors import Reason
from shared_domain.messages.commands import AuthorisePayment, Line, ReleaseStock, ReserveStock
from shared_domain.messages.events import OrderSettled
from shared_domain.orders.order import Order, Status
from shared_domain.orders.store import AlreadyPlaced

PATH = ("ScreenRisk", "ReserveStock", "AuthorisePayment")


def test_a_new_order_is_pending_and_awaits_its_screening(desk: Desk, order: Order) -> None:
    assert desk.order() == order
    assert desk.order().status is Status.PENDING
    assert desk.stands().awaiting == "ScreenRisk"
    assert desk.sent() == []


def test_a_key_begins_one_saga(desk: Desk, order: Order) -> None:
    with pytest.raises(AlreadyPlaced):
        desk.begin()


def test_each_answer_sends_the_next_command_with_what_it_needs(desk: Desk, order: Order) -> None:
    desk.done("ScreenRisk")
    (reserve,) = desk.sent("inventory.commands")
    assert reserve.message == ReserveStock("o-1", (Line("p-0001", 2), Line("p-0002", 1)))
    assert (reserve.key, reserve.customer_id, reserve.traceparent) == ("o-1", "c-00001", "-")
    desk.done("ReserveStock")
    (authorise,) = desk.sent("payments.commands")
    assert authorise.message == AuthorisePayment("o-1", "c-00001", 1300)


def test_when_all_is_done_the_order_is_confirmed_and_everybody_hears(
    desk: Desk, order: Order
) -> None:
    for command in PATH:
        desk.done(command)
    settled = desk.order()
    assert (settled.status, settled.reason, settled.settled_at) == (Status.CONFIRMED, None, NOON)
    assert desk.stands().awaiting is None
    (event,) = desk.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "CONFIRMED", None, 1300)


def test_a_refused_screening_rejects_at_once(desk: Desk, order: Order) -> None:
    desk.refused("ScreenRisk", "risk_refused")
    assert (desk.order().status, desk.order().reason) == (Status.REJECTED, Reason.RISK_REFUSED)
    assert desk.commands() == []


def test_out_of_stock_rejects_with_nothing_to_undo(desk: Desk, order: Order) -> None:
    desk.done("ScreenRisk")
    desk.refused("ReserveStock", "out_of_stock")
    assert desk.order().reason is Reason.OUT_OF_STOCK
    assert desk.commands() == ["ReserveStock"]


@pytest.mark.parametrize("reason", ["on_holiday", ""])
def test_a_refusal_for_an_unheard_of_reason_ends_as_failed_and_keeps_the_text(
    desk: Desk, order: Order, reason: str
) -> None:
    desk.done("ScreenRisk")
    desk.done("ReserveStock")
    desk.refused("AuthorisePayment", reason)
    assert desk.commands()[-1] == "ReleaseStock"
    desk.done("ReleaseStock")
    assert (desk.order().status, desk.order().reason) == (Status.REJECTED, Reason.FAILED)
    assert desk.stands().refused_because == reason
    (event,) = desk.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "REJECTED", "failed", 1300)


def test_a_declined_payment_is_rejected_only_when_the_stock_is_back(
    desk: Desk, order: Order
) -> None:
    desk.done("ScreenRisk")
    desk.done("ReserveStock")
    desk.refused("AuthorisePayment", "payment_declined")
    assert desk.order().status is Status.PENDING
    assert desk.sent("inventory.commands")[-1].message == ReleaseStock("o-1")
    assert desk.sent("orders.events") == []
    desk.done("ReleaseStock")
    assert (desk.order().status, desk.order().reason) == (Status.REJECTED, Reason.PAYMENT_DECLINED)
    (event,) = desk.sent("orders.events")
    assert event.message == OrderSettled("o-1", "c-00001", "REJECTED", "payment_declined", 1300)


@pytest.mark.parametrize("reached", range(len(PATH) + 1))
def test_an_answer_that_comes_twice_moves_it_once(desk: Desk, order: Order, reached: int) -> None:
    for command in PATH[:reached]:
        desk.done(command)
        desk.done(command)
    assert desk.commands() == list(PATH[1 : reached + 1])
    assert len(desk.sent("orders.events")) == (reached == len(PATH))


@pytest.mark.parametrize("late", ["ScreenRisk", "ReserveStock"])
@pytest.mark.parametrize("refused", [True, False])
def test_an_answer_that_comes_late_changes_nothing(
    desk: Desk, order: Order, late: str, refused: bool
) -> None:
    desk.done("ScreenRisk")
    desk.done("ReserveStock")
    before = desk.stands(), desk.order(), desk.sent()
    if refused:
        desk.refused(late, "failed")
    else:
        desk.done(late)
    assert (desk.stands(), desk.order(), desk.sent()) == before


@pytest.mark.parametrize("command", ["AuthorisePayment", "ReleaseStock", "VoidPayment", "Nonsense"])
def test_an_answer_nobody_asked_for_changes_nothing(desk: Desk, order: Order, command: str) -> None:
    before = desk.stands(), desk.order(), desk.sent()
    desk.done(command)
    desk.refused(command, "failed")
    assert (desk.stands(), desk.order(), desk.sent()) == before


def test_an_answer_for_an_order_that_does_not_exist_changes_nothing(desk: Desk) -> None:
    desk.done("ScreenRisk", "o-nowhere")
    assert desk.sent() == []


@pytest.mark.parametrize("command", [*PATH, "ReleaseStock", "VoidPayment"])
def test_a_settled_order_never_changes_again(desk: Desk, order: Order, command: str) -> None:
    for each in PATH:
        desk.done(each)
    before = desk.stands(), desk.order(), desk.sent()
    desk.refused(command, "failed")
    desk.done(command)
    assert (desk.stands(), desk.order(), desk.sent()) == before


def test_a_late_refusal_does_not_give_another_reason(desk: Desk, order: Order) -> None:
    desk.done("ScreenRisk")
    desk.done("ReserveStock")
    desk.refused("AuthorisePayment", "payment_declined")
    desk.refused("AuthorisePayment", "failed")
    desk.done("ReleaseStock")
    assert desk.order().reason is Reason.PAYMENT_DECLINED
    assert desk.commands().count("ReleaseStock") == 1


def test_two_replicas_with_one_answer_move_it_once(desk: Desk, order: Order) -> None:
    together = threading.Barrier(2)

    def answer(_: int) -> None:
        together.wait(timeout=5)
        desk.done("ScreenRisk")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, range(2)))
    assert desk.commands() == ["ReserveStock"]


def test_sagas_do_not_touch_each_other(desk: Desk, order: Order) -> None:
    desk.begin("o-2")
    desk.done("ScreenRisk")
    desk.refused("ScreenRisk", "risk_refused", "o-2")
    assert desk.order("o-1").status is Status.PENDING
    assert desk.stands("o-1").awaiting == "ReserveStock"
    assert desk.order("o-2").status is Status.REJECTED
