"""The checkout one message at a time. Compare with `monolith/checkout.py`.

A saga awaits the answer to one command. Done moves it to the next step; refused makes it compensate
the steps before, last first, and only then is the order REJECTED: a settled order never changes
again. Each transition is one transaction that holds the saga's row, so an answer that comes twice,
or late, finds the saga elsewhere and changes nothing.
"""

from collections.abc import Callable

from sqlalchemy import Text, bindparam, update

from microservices.chassis.outbox import Outbox
from microservices.orders.screening_lease import LEASE
from microservices.orders.tables import sagas
from microservices.orders.transitions import Transition, next_transition
from shared_domain.checkout import STEPS, command_for
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    ReleaseStock,
    ReserveStock,
    VoidPayment,
)
from shared_domain.messages.envelope import Envelope, Message
from shared_domain.messages.replies import Reply, StepDone, StepRefused
from shared_domain.orders import store
from shared_domain.orders.order import Order, Status
from shared_domain.orders.tables import orders

TOPICS: dict[type[Command], str] = {
    ReserveStock: "inventory.commands",
    ReleaseStock: "inventory.commands",
    AuthorisePayment: "payments.commands",
    VoidPayment: "payments.commands",
}
EVENTS = "orders.events"
BEGIN = Statement(sagas.insert(), ("order_id", "awaiting", "screening_until"))
# The order comes along in the same statement; all of it that may change, changes with the saga.
HOLD = Statement(
    store.ONE.add_columns(sagas.c.awaiting, sagas.c.refused_because)
    .where(sagas.c.order_id == orders.c.order_id)
    .with_for_update(of=sagas)
)
ADVANCE = Statement(
    update(sagas)
    .where(sagas.c.order_id == bindparam("order"))
    .values(awaiting=bindparam("next", type_=Text), refused_because=bindparam("why", type_=Text))
)

Moved = Callable[[str, str], None]
NEW = "new"


def untold(_before: str, _after: str) -> None:
    """Nobody wants to know."""


class Saga:
    """`moved` is told of each transition that is committed: from which state to which."""

    def __init__(self, outbox: Outbox, now: Now, moved: Moved = untold) -> None:
        self._outbox = outbox
        self._now = now
        self._moved = moved

    def begin(self, session: Session, order: Order) -> None:
        """Save a new order with its saga, which awaits the screening. Raises AlreadyPlaced."""
        store.add(session, order)
        session.change(
            BEGIN,
            {
                "order_id": order.order_id,
                "awaiting": STEPS[0].do.__name__,
                "screening_until": self._now() + LEASE,
            },
        )
        session.when_committed(lambda: self._moved(NEW, STEPS[0].do.__name__))

    def on_reply(self, session: Session, envelope: Envelope) -> None:
        """Handle StepDone and StepRefused."""
        reply = envelope.message
        assert isinstance(reply, StepDone | StepRefused)
        self.advance(session, reply)

    def advance(self, session: Session, reply: Reply) -> None:
        """Move the saga on by one answer; an answer it does not await changes nothing."""
        saga = session.first(HOLD, {"order": reply.order_id})
        if saga is None or saga.awaiting != reply.command:
            return
        order = store.order_of(saga)
        reason = reply.reason if isinstance(reply, StepRefused) else saga.refused_because
        transition = next_transition(reply.command, refused=reason is not None)
        if isinstance(transition, Status):
            self._settle(session, order.settled(transition, _reason(reason), self._now()))
        else:
            topic, command = TOPICS[transition], command_for(transition, order)
            self._tell(session, topic, command, order)
        self._remember(session, order, transition, reason)
        session.when_committed(lambda: self._moved(reply.command, _state(transition)))

    def _settle(self, session: Session, settled: Order) -> None:
        store.settle(session, settled)
        self._tell(session, EVENTS, settled.settled_event(), settled)

    def _tell(self, session: Session, topic: str, message: Message, order: Order) -> None:
        self._outbox.put(
            session,
            topic,
            message,
            key=order.order_id,
            customer=order.customer_id,
            trace=order.traceparent,
        )

    def _remember(
        self, session: Session, order: Order, transition: Transition, reason: str | None
    ) -> None:
        awaiting = None if isinstance(transition, Status) else transition.__name__
        session.change(ADVANCE, {"order": order.order_id, "next": awaiting, "why": reason})


def _state(transition: Transition) -> str:
    """The command that is awaited next, or how the saga has ended."""
    return transition.value if isinstance(transition, Status) else transition.__name__


def _reason(text: str | None) -> Reason | None:
    """A refusal is one also where its reason is none of ours, as from a later release: the order
    has failed then, and the saga's row keeps the text."""
    if text is None:
        return None
    try:
        return Reason(text)
    except ValueError:
        return Reason.FAILED
