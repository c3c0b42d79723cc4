"""A service meets commands of a later release than its own: those written for it, and others."""

from dataclasses import replace
from typing import Any

from microservices.chassis.bus import Delivery
from microservices.tests.arm import Arm, Place
from shared_domain.inventory.seed import PLENTY
from shared_domain.messages.commands import ScreenRisk

CUSTOMER = {"X-Customer-Id": "c-00001"}


def from_later(letter: Delivery, version: bytes) -> Delivery:
    """As a release from later would have written it, with one field more."""
    payload = letter.payload.replace(b'"version":1', version)
    return replace(letter, payload=payload.replace(b'"body":{', b'"body":{"ship_by":"soon",'))


def ended(arm: Arm, place: Place, waiting: list[ScreenRisk], version: bytes) -> Any:
    """An order as it ends, when its first command to another service is of that version."""
    order_id = place(("p-0001", 3)).get_json()["order_id"]
    arm.screening.screen(waiting.pop())
    arm.send_all()
    arm.deliver([(name, from_later(letter, version)) for name, letter in arm.new_letters()])
    arm.settle()
    return arm.client("orders").get(f"/orders/{order_id}", headers=CUSTOMER).get_json()


def test_a_command_that_was_written_for_it_too_is_obeyed(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    order = ended(arm, place, unscreened, b'"version":2,"readable_by":1')
    assert (order["status"], order["reason"]) == ("CONFIRMED", None)
    assert arm.broker.told("inventory.commands.dead") == []


def test_a_command_that_it_cannot_read_is_kept_and_its_order_ends_rejected(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    order = ended(arm, place, unscreened, b'"version":2')
    assert (order["status"], order["reason"]) == ("REJECTED", "failed")
    stock = arm.client("inventory").get("/products/p-0001/stock").get_json()
    assert stock["available"] == PLENTY
    (letter,) = arm.broker.told("inventory.commands.dead")
    assert b"version 2 of ReserveStock is not known" in letter.payload
