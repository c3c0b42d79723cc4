"""Customers are told apart from their orders: what fails there costs no order and is not lost."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from monolith import notification_jobs, notifier
from monolith.notification_jobs import BATCH, jobs
from monolith.tests.harness import Shop
from shared_domain.kernel.database import Session
from shared_domain.kernel.dead_letters.routes import dead_letter_routes
from shared_domain.kernel.dead_letters.tables import dead_letters
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.retry import MESSAGE_RETRIES, RetryPolicy
from shared_domain.messages.events import OrderSettled

Tell = Callable[[Session, OrderSettled], None]
AT_ONCE = RetryPolicy(MESSAGE_RETRIES.attempts, 0.0, 0.0)
MUCH_LATER = RetryPolicy(MESSAGE_RETRIES.attempts, 60.0, 60.0)


def waiting(shop: Shop) -> int:
    with shop.database.read() as session:
        return len(session.execute(select(jobs)).all())


def letters(shop: Shop) -> list[Any]:
    with shop.database.read() as session:
        return list(session.execute(select(dead_letters).order_by(dead_letters.c.letter_id)))


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
    monkeypatch.setattr(notifier, "MESSAGE_RETRIES", AT_ONCE)
    with monkeypatch.context() as broken:
        break_notifications(shop, broken, lambda _: True)
        shop.place(("p-0001", 1))
        assert shop.told() == []
    assert shop.told() == ["CONFIRMED"]


@pytest.mark.real
def test_what_was_put_off_is_left_until_it_is_due(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "MESSAGE_RETRIES", MUCH_LATER)
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


def fail_for_good(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One order whose customer cannot be told, however often that is tried; then it is mended."""
    monkeypatch.setattr(notifier, "MESSAGE_RETRIES", AT_ONCE)
    with monkeypatch.context() as broken:
        break_notifications(shop, broken, lambda _: True)
        shop.place(("p-0001", 1))
        for _ in range(MESSAGE_RETRIES.attempts):
            assert letters(shop) == []
            shop.notifier.notify_due()


@pytest.mark.real
def test_what_fails_as_often_as_a_message_may_is_a_dead_letter(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_for_good(shop, monkeypatch)
    (letter,) = letters(shop)
    assert (letter.queue, letter.answered) == ("notification_jobs", False)
    assert letter.error == "LookupError: this release was built to fail"
    assert waiting(shop) == 0
    assert shop.told() == []


@pytest.mark.real
def test_what_is_no_message_is_a_dead_letter_at_once(shop: Shop) -> None:
    with shop.database.write() as session:
        notification_jobs.put(session, '{"version": 7}')
    shop.notifier.notify_due()
    (letter,) = letters(shop)
    assert letter.error.startswith("MalformedMessage: ")
    assert waiting(shop) == 0


@pytest.fixture
def client(shop: Shop) -> FlaskClient:
    """What an operator asks a replica."""
    routes = dead_letter_routes(shop.database, shop.notifier.put_again)
    return http_application("monolith", [routes]).test_client()


@pytest.mark.real
def test_a_customer_is_told_when_the_letter_is_replayed_and_once(
    shop: Shop, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_for_good(shop, monkeypatch)
    ids = [letter.letter_id for letter in letters(shop)]
    for replayed in (ids, []):
        answer = client.post("/dead-letters/replay", json={"ids": ids})
        assert answer.get_json() == {"replayed": replayed}
        assert shop.told() == ["CONFIRMED"]
    assert waiting(shop) == 0
