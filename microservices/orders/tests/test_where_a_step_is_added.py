"""A step of the checkout is added in STEPS and in two tables beside it, which must agree."""

from typing import get_args

from microservices.orders.saga import TOPICS
from shared_domain.checkout import STEPS
from shared_domain.messages.commands import Command, ConfirmOrder, Refusable, ScreenRisk

# The orders service asks the outside itself, and confirms in the transaction that settles.
SENT = [step for step in STEPS if step.do not in (ScreenRisk, ConfirmOrder)]


def test_every_command_that_is_sent_has_a_topic() -> None:
    sent = {step.do for step in SENT} | {step.undo for step in SENT if step.undo}
    assert set(TOPICS) == sent


def test_a_step_that_fails_for_good_is_answered_as_refused_and_an_undoing_is_not() -> None:
    """The chassis answers for a participant that could not: see `chassis/dead_letters.py`."""
    assert set(get_args(Refusable)) == {step.do for step in SENT}


def test_every_command_belongs_to_a_step() -> None:
    of_steps = {command for step in STEPS for command in (step.do, step.undo) if command}
    assert set(get_args(Command)) == of_steps
