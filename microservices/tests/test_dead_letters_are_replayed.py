"""What died of a mistake that is mended has its effect when it is replayed, and only once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from microservices.tests.arm import Arm, Place
from shared_domain.inventory.seed import PLENTY
from shared_domain.inventory.tables import stock
from shared_domain.kernel.dead_letters.tables import dead_letters
from shared_domain.messages.commands import ScreenRisk
from shared_domain.notifications.tables import notifications
from shared_domain.orders.tables import orders
from shared_domain.payments.seed import PENNILESS

pytestmark = pytest.mark.real
RELEASE = "shared_domain.inventory.feature.Inventory.release"
TELL = "shared_domain.notifications.feature.Notifications.tell"
AUTHORISE = "shared_domain.payments.feature.Payments.authorise"


@pytest.fixture
def with_mistake_in(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> Callable[[str, str], None]:
    """Lets a customer's order go as far as it can with a mistake at this place, then mends it."""

    def order(mistake: str, customer: str) -> None:
        def fail(*_: object) -> None:
            raise LookupError("a mistake of ours")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(mistake, fail)
            place(("p-0001", 3), customer=customer)
            arm.screening.screen(unscreened.pop())
            arm.settle()

    return order


def rows(arm: Arm, service: str, statement: Any) -> list[Any]:
    with arm.services[service].database.read() as session:
        return list(session.execute(statement).all())


def replay(arm: Arm, service: str) -> list[int]:
    """All of the service's; the numbers of those that were replayed."""
    ids = [row.letter_id for row in rows(arm, service, select(dead_letters))]
    answer = arm.client(service).post("/dead-letters/replay", json={"ids": ids})
    assert answer.status_code == 200
    arm.settle()
    replayed: list[int] = answer.get_json()["replayed"]
    return replayed


def test_an_order_ends_when_its_lost_compensation_is_replayed(
    arm: Arm, with_mistake_in: Callable[[str, str], None]
) -> None:
    with_mistake_in(RELEASE, PENNILESS)
    assert [row.status for row in rows(arm, "orders", select(orders))] == ["PENDING"]
    assert len(replay(arm, "inventory")) == 1
    (order,) = rows(arm, "orders", select(orders))
    assert (order.status, order.reason) == ("REJECTED", "payment_declined")
    (found,) = rows(arm, "inventory", select(stock).where(stock.c.product_id == "p-0001"))
    assert found.available == PLENTY


def test_a_customer_is_told_when_the_notification_is_replayed(
    arm: Arm, with_mistake_in: Callable[[str, str], None]
) -> None:
    with_mistake_in(TELL, "c-00001")
    assert rows(arm, "notifications", select(notifications)) == []
    assert len(replay(arm, "notifications")) == 1
    assert [row.status for row in rows(arm, "notifications", select(notifications))] == [
        "CONFIRMED"
    ]


def test_what_was_replayed_is_not_replayed_again(
    arm: Arm, with_mistake_in: Callable[[str, str], None]
) -> None:
    with_mistake_in(RELEASE, PENNILESS)
    assert len(replay(arm, "inventory")) == 1
    assert replay(arm, "inventory") == []
    (found,) = rows(arm, "inventory", select(stock).where(stock.c.product_id == "p-0001"))
    assert found.available == PLENTY


def test_a_command_whose_order_was_told_that_it_failed_is_over(
    arm: Arm, with_mistake_in: Callable[[str, str], None]
) -> None:
    with_mistake_in(AUTHORISE, "c-00001")
    assert replay(arm, "payments") == []
    (order,) = rows(arm, "orders", select(orders))
    assert (order.status, order.reason) == ("REJECTED", "failed")


def test_what_still_cannot_be_done_dies_again_as_another_letter(
    arm: Arm, with_mistake_in: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LookupError("still a mistake of ours")

    with_mistake_in(TELL, "c-00001")
    monkeypatch.setattr(TELL, fail)
    replay(arm, "notifications")
    first, second = rows(
        arm, "notifications", select(dead_letters).order_by(dead_letters.c.letter_id)
    )
    assert first.replayed_at is not None
    assert (second.replayed_at, second.key) == (None, first.key)
