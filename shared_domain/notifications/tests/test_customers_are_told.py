from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from experiments.testing.postgres import DatabaseOf
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Reason
from shared_domain.messages.events import OrderSettled
from shared_domain.notifications.feature import Notifications, text_for

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def event(number: int = 1, customer_id: str = "c-00001", reason: str | None = None) -> OrderSettled:
    status = "REJECTED" if reason else "CONFIRMED"
    return OrderSettled(f"order-{number}", customer_id, status, reason, 123_405)


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("notifications")


def tell(database: Database, told: OrderSettled, minute: int = 0) -> None:
    with database.write() as session:
        Notifications(lambda: NOON + timedelta(minutes=minute)).tell(session, told)


def test_a_confirmation_names_the_total() -> None:
    assert text_for(event()) == "Your order over 1234.05 is confirmed."


@pytest.mark.parametrize("reason", Reason)
def test_a_rejection_names_the_reason_in_words(reason: Reason) -> None:
    text = text_for(event(reason=reason.value))
    assert text == f"Your order over 1234.05 was rejected: {reason.value.replace('_', ' ')}."


@pytest.mark.real
def test_a_customer_reads_the_newest_first_and_nobody_elses(database: Database) -> None:
    for number in (1, 2, 3):
        tell(database, event(number), minute=number)
    tell(database, event(4, customer_id="c-00002"), minute=4)
    with database.read() as session:
        told = Notifications(lambda: NOON).sent_to(session, "c-00001", limit=2)
    assert told == [
        {
            "order_id": f"order-{number}",
            "status": "CONFIRMED",
            "text": "Your order over 1234.05 is confirmed.",
            "sent_at": f"2026-01-31T12:0{number}:00+00:00",
        }
        for number in (3, 2)
    ]


@pytest.mark.real
def test_nobody_is_told_twice_of_one_order(database: Database) -> None:
    tell(database, event())
    with pytest.raises(IntegrityError):
        tell(database, event())
