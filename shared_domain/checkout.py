"""The checkout as data: which steps an order goes through and what undoes each.

This is the process both arms share. How it is *run* is theirs: `monolith/checkout.py` asks the
outside first and then runs the other steps in one database transaction;
`microservices/orders/saga.py` runs the same steps one message at a time.
`cleave diff` prints the two side by side.

As it stands nothing after AuthorisePayment can refuse, so VoidPayment is never sent; a step added
behind it would need it.
"""

from dataclasses import dataclass
from typing import Protocol, overload

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


@dataclass(frozen=True)
class Step:
    do: type[Command]
    undo: type[Command] | None = None


STEPS = (
    Step(ScreenRisk),
    Step(ReserveStock, undo=ReleaseStock),
    Step(AuthorisePayment, undo=VoidPayment),
    Step(ConfirmOrder),
)


class OrderFacts(Protocol):
    """What the commands need to know of an order."""

    @property
    def order_id(self) -> str: ...
    @property
    def customer_id(self) -> str: ...
    @property
    def total_cents(self) -> int: ...
    @property
    def lines(self) -> tuple["PricedLine", ...]: ...


class PricedLine(Protocol):
    @property
    def product_id(self) -> str: ...
    @property
    def quantity(self) -> int: ...


@overload
def command_for(kind: type[ScreenRisk], order: OrderFacts) -> ScreenRisk: ...
@overload
def command_for(kind: type[Command], order: OrderFacts) -> Command: ...
def command_for(kind: type[Command], order: OrderFacts) -> Command:
    """The command of this kind for this order."""
    if kind is ReserveStock:
        lines = tuple(Line(line.product_id, line.quantity) for line in order.lines)
        return ReserveStock(order.order_id, lines)
    if kind is ScreenRisk or kind is AuthorisePayment:
        return kind(order.order_id, order.customer_id, order.total_cents)
    return kind(order.order_id)  # type: ignore[call-arg]


def compensations_before(position: int) -> tuple[type[Command], ...]:
    """The compensations for the steps before `position`, last step first."""
    return tuple(step.undo for step in reversed(STEPS[:position]) if step.undo is not None)
