"""What the services lose with a protection, message by message; as they are they lose nothing."""

from typing import Any

import pytest
from sqlalchemy import func, select, text

from experiments.distributed.wrapper import any_answer, every_message_new
from microservices.chassis.bus import Delivery
from microservices.orders import app as orders_app
from microservices.tests.arm import Arm, Place
from shared_domain.inventory.tables import reservations
from shared_domain.kernel.wrap import F
from shared_domain.messages.commands import ScreenRisk
from shared_domain.orders.tables import orders
from shared_domain.payments.tables import ledger

HELD = select(func.count()).select_from(reservations).where(reservations.c.released_at.is_(None))
CHARGED = select(func.count()).select_from(ledger)


def value(arm: Arm, service: str, statement: Any) -> Any:
    with arm.services[service].database.read() as session:
        return session.scalar(statement)


def without_checking_answers(name: str, feature: F, /) -> F:
    return any_answer.wrap(name, feature) if name == "orders" else feature


@pytest.fixture
def believing(arm: Arm, monkeypatch: pytest.MonkeyPatch) -> list[ScreenRisk]:
    """Orders that believe every answer; what they wait to have screened."""
    arm.redeploy(
        "orders", lambda config, bus: orders_app.create_app(config, without_checking_answers, bus)
    )
    waiting: list[ScreenRisk] = []
    monkeypatch.setattr(arm.screening, "submit", waiting.append)
    return waiting


def confirmed(arm: Arm, place: Place, waiting: list[ScreenRisk]) -> None:
    place(("p-0001", 2))
    arm.screening.screen(waiting.pop())
    arm.settle()
    assert value(arm, "orders", select(orders.c.status)) == "CONFIRMED"


def as_new(delivery: Delivery) -> Delivery:
    renamed: Delivery = every_message_new.renamed(delivery)
    return renamed


def test_an_answer_that_nobody_awaits_takes_back_what_was_paid_for(
    arm: Arm, place: Place, believing: list[ScreenRisk]
) -> None:
    confirmed(arm, place, believing)
    reserved = arm.broker.told("orders.replies")[0]
    arm.consumers["orders"].handle(as_new(reserved))
    arm.settle()
    assert value(arm, "orders", select(orders.c.status)) == "CONFIRMED"
    assert value(arm, "inventory", HELD) == 0


def test_as_they_are_such_an_answer_changes_nothing(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    confirmed(arm, place, unscreened)
    for answer in arm.broker.told("orders.replies"):
        arm.consumers["orders"].handle(as_new(answer))
    arm.settle()
    assert value(arm, "inventory", HELD) == 1


@pytest.mark.parametrize(("is_keyless", "times"), [(True, 2), (False, 1)])
def test_without_inbox_and_key_a_customer_pays_again(
    arm: Arm, place: Place, unscreened: list[ScreenRisk], is_keyless: bool, times: int
) -> None:
    confirmed(arm, place, unscreened)
    if is_keyless:
        with arm.services["payments"].database.write() as session:
            session.execute(text("ALTER TABLE ledger DROP CONSTRAINT ledger_once_per_order"))
    (command,) = arm.broker.told("payments.commands")
    arm.consumers["payments"].handle(command)
    assert value(arm, "payments", CHARGED) == 1
    arm.consumers["payments"].handle(as_new(command))
    assert value(arm, "payments", CHARGED) == times
