"""Every path through the checkout's steps ends, having undone exactly what was done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microservices.orders import transitions
from microservices.orders.transitions import next_transition
from shared_domain import checkout
from shared_domain.checkout import STEPS, Step
from shared_domain.messages.commands import ConfirmOrder, ScreenRisk
from shared_domain.orders.order import Status

ASKED = [step.do.__name__ for step in STEPS if step.do is not ConfirmOrder]


@dataclass(frozen=True)
class Walk:
    """`done` and `undone` are names of commands, in their order."""

    end: Status
    done: tuple[str, ...]
    undone: tuple[str, ...]


def walk(steps: Sequence[Step], refused: str | None) -> Walk:
    """Answer every command: the one named `refused` with no, all others with done."""
    names = [step.do.__name__ for step in steps]
    awaiting, done, undone = names[0], list[str](), list[str]()
    compensating = False
    for _ in range(3 * len(steps)):
        if awaiting == refused:
            compensating = True
        else:
            (done if awaiting in names else undone).append(awaiting)
        transition = next_transition(awaiting, compensating)
        if isinstance(transition, Status):
            return Walk(transition, tuple(done), tuple(undone))
        awaiting = transition.__name__
    raise AssertionError("the saga does not end")


def test_when_all_is_done_the_order_is_confirmed() -> None:
    assert walk(STEPS, None) == Walk(
        Status.CONFIRMED, ("ScreenRisk", "ReserveStock", "AuthorisePayment"), ()
    )


@pytest.mark.parametrize(
    ("refused", "undone"),
    [
        ("ScreenRisk", ()),
        ("ReserveStock", ()),
        ("AuthorisePayment", ("ReleaseStock",)),
    ],
)
def test_when_a_step_is_refused_the_steps_before_it_are_undone(
    refused: str, undone: tuple[str, ...]
) -> None:
    before = tuple(ASKED[: ASKED.index(refused)])
    assert walk(STEPS, refused) == Walk(Status.REJECTED, before, undone)


def test_an_answer_to_nothing_of_the_checkout_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="SellTheShop is no command of the checkout"):
        next_transition("SellTheShop", refused=False)


@contextmanager
def checkout_of(steps: Sequence[Step]) -> Iterator[None]:
    """The checkout goes through these steps instead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transitions, "STEPS", steps)
        patch.setattr(checkout, "STEPS", steps)
        yield


def any_steps() -> st.SearchStrategy[tuple[Step, ...]]:
    """Any number of steps between the screening and the confirmation, each with an undo or not."""

    def table(undoable: list[bool]) -> tuple[Step, ...]:
        between = [
            Step(type(f"Do{n}", (), {}), type(f"Undo{n}", (), {}) if each else None)
            for n, each in enumerate(undoable)
        ]
        return (Step(ScreenRisk), *between, Step(ConfirmOrder))

    return st.lists(st.booleans(), max_size=8).map(table)


@given(steps=any_steps(), data=st.data())
def test_any_checkout_ends_having_undone_exactly_what_was_done_in_reverse(
    steps: tuple[Step, ...], data: st.DataObject
) -> None:
    names = [step.do.__name__ for step in steps[:-1]]
    refused = data.draw(st.sampled_from([None, *names]))
    with checkout_of(steps):
        walked = walk(steps, refused)
    if refused is None:
        assert walked == Walk(Status.CONFIRMED, tuple(names), ())
    else:
        before = steps[: names.index(refused)]
        undone = [step.undo.__name__ for step in reversed(before) if step.undo]
        done = tuple(step.do.__name__ for step in before)
        assert walked == Walk(Status.REJECTED, done, tuple(undone))
