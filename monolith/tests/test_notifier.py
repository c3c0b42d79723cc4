"""Customers are told apart from their orders: what fails there costs no order and is not lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from monolith import notification_jobs, notifier
from monolith.notification_jobs import BATCH, jobs
from monolith.tests.harness import Shop
from shared_domain.kernel.database import Session
from shared_domain.messages.events import OrderSettled

Tell = Callable[[Session, OrderSettled], None]


def waiting(shop: Shop) -> int:
    with shop.database.read() as session:
        return len(session.execute(select(jobs)).all())


def unless(fails: Callable[[OrderSettled], bool], tell: Tell) -> Tell:
    def telling(session: Session, event: OrderSettled) -> None:
        if fails(event):
            raise LookupError("this release was built to fail")
        tell(session, event)

    return telling


def break_notifications(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, fails: Callable[[OrderSettled], bool]
) -> None:
    notifications = shop.features.notifications
    monkeypatch.setattr(notifications, "tell", unless(fails, notifications.tell))


@pytest.mark.real
def test_what_was_told_is_not_told_again(shop: Shop) -> None:
    shop.place(("p-0001", 1))
    assert shop.told() == ["CONFIRMED"]
    assert waiting(shop) == 0
    assert shop.told() == ["CONFIRMED"]


@pytest.mark.real
def test_broken_notifications_cost_no_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    break_notifications(shop, monkeypatch, lambda _: True)
    assert shop.place(("p-0001", 1)).status == "CONFIRMED"
    assert shop.told() == []
    assert waiting(shop) == 1


@pytest.mark.real
def test_what_could_not_be_told_is_put_off_and_told_later(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "PUT_OFF", timedelta())
    with monkeypatch.context() as broken:
        break_notifications(shop, broken, lambda _: True)
        shop.place(("p-0001", 1))
        assert shop.told() == []
    assert shop.told() == ["CONFIRMED"]


@pytest.mark.real
def test_what_was_put_off_is_left_until_it_is_due(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        break_notifications(shop, broken, lambda _: True)
        shop.place(("p-0001", 1))
        shop.notifier.notify_due()
    assert shop.told() == []


@pytest.mark.real
def test_one_that_fails_keeps_no_other_waiting(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [shop.place(("p-0001", 1)) for _ in range(3)]
    break_notifications(shop, monkeypatch, lambda event: event.order_id == orders[1].order_id)
    assert shop.told() == ["CONFIRMED", "CONFIRMED"]
    assert waiting(shop) == 1


@pytest.mark.real
def test_more_than_a_batch_is_told_at_once(shop: Shop) -> None:
    for _ in range(BATCH + 1):
        shop.place(("p-0001", 1))
    shop.notifier.notify_due()
    assert waiting(shop) == 0


@pytest.mark.real
def test_what_another_replica_is_at_is_left_to_it(shop: Shop) -> None:
    shop.place(("p-0001", 1))
    with shop.database.write() as session:
        assert len(notification_jobs.take(session)) == 1
        assert shop.told() == []
    assert shop.told() == ["CONFIRMED"]


@pytest.mark.real
def test_a_database_that_is_down_puts_nothing_off(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise OperationalError("INSERT", None, Exception("the server went away"))

    shop.place(("p-0001", 1))
    with monkeypatch.context() as broken:
        broken.setattr(shop.features.notifications, "tell", down)
        with pytest.raises(OperationalError):
            shop.notifier.notify_due()
    assert shop.told() == ["CONFIRMED"]


@pytest.mark.real
def test_an_order_that_comes_to_nothing_tells_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the process crashes here")

    monkeypatch.setattr(shop.features.payments, "handle", fail)
    with pytest.raises(RuntimeError):
        shop.place(("p-0001", 1))
    assert waiting(shop) == 0
