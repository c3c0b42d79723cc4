"""The checkout's steps, before anyone runs them."""

from dataclasses import dataclass
from typing import get_args

import pytest

from shared_domain.checkout import STEPS, command_for, compensations_before
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    ConfirmOrder,
    Line,
    ReleaseStock,
    ReserveStock,
    ScreenRisk,
    VoidPayment,
)
from shared_domain.orders.order import OrderLine

HAS_NO_EFFECT = {ScreenRisk}


@dataclass(frozen=True)
class Facts:
    order_id: str = "order-1"
    customer_id: str = "c-00001"
    total_cents: int = 700
    lines: tuple[OrderLine, ...] = (OrderLine("p-0001", 2, 100), OrderLine("p-0002", 1, 500))


def test_every_step_with_an_effect_has_an_undo_or_is_the_last() -> None:
    for step in STEPS[:-1]:
        assert step.undo is not None or step.do in HAS_NO_EFFECT, step


def test_every_command_is_a_step_or_the_undo_of_one() -> None:
    named = {step.do for step in STEPS} | {step.undo for step in STEPS if step.undo}
    assert named == set(get_args(Command))


def test_no_command_is_named_twice() -> None:
    named = [each for step in STEPS for each in (step.do, step.undo) if each]
    assert len(named) == len(set(named))


def test_the_outside_is_asked_before_anything_is_held() -> None:
    assert STEPS[0].do is ScreenRisk


@pytest.mark.parametrize(
    ("position", "undone"),
    [
        (0, ()),
        (1, ()),
        (2, (ReleaseStock,)),
        (3, (VoidPayment, ReleaseStock)),
        (4, (VoidPayment, ReleaseStock)),
    ],
)
def test_what_was_done_is_undone_last_step_first(
    position: int, undone: tuple[type[Command], ...]
) -> None:
    assert compensations_before(position) == undone


@pytest.mark.parametrize(
    "command",
    [
        ScreenRisk("order-1", "c-00001", 700),
        ReserveStock("order-1", (Line("p-0001", 2), Line("p-0002", 1))),
        ReleaseStock("order-1"),
        AuthorisePayment("order-1", "c-00001", 700),
        VoidPayment("order-1"),
        ConfirmOrder("order-1"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_each_command_says_what_its_feature_must_know(command: Command) -> None:
    assert command_for(type(command), Facts()) == command
