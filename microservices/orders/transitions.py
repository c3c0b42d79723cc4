"""Where a saga goes after each answer: read off the checkout's STEPS, nothing else."""

from shared_domain.checkout import STEPS, compensations_before
from shared_domain.messages.commands import Command, ConfirmOrder
from shared_domain.orders.order import Status

# The next command to send, or the state in which the order settles.
Transition = type[Command] | Status


def next_transition(answered: str, refused: bool) -> Transition:
    """The transition after the answer to the command named `answered`.

    `refused` says that this step, or an earlier one, was refused: what was done is then
    compensated, last step first.
    """
    position = _position(answered)
    if refused:
        remaining = compensations_before(position)
        return remaining[0] if remaining else Status.REJECTED
    following = STEPS[position + 1].do
    return Status.CONFIRMED if following is ConfirmOrder else following


def _position(command: str) -> int:
    for position, step in enumerate(STEPS):
        if command in (step.do.__name__, step.undo.__name__ if step.undo else None):
            return position
    raise ValueError(f"{command} is no command of the checkout")
