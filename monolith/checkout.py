"""The checkout in one transaction. Compare with `microservices/orders/saga.py`.

The outside world is asked first, because no transaction may stay open over such a call. Then all
other steps run in one transaction, inside a savepoint: a refusal undoes the steps, and the order is
saved as REJECTED. It is saved last and once, in its final state; a second request with its key then
undoes its own steps. No compensation ever runs here; the database does the undoing. The customer is
told later, by `monolith/notifier.py`: no order needs that.
"""

from collections.abc import Callable

from monolith.features import Features
from monolith.notifier import Notifier
from shared_domain.checkout import STEPS, command_for
from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    ConfirmOrder,
    ReserveStock,
    ScreenRisk,
)
from shared_domain.orders import store
from shared_domain.orders.order import Order, Status


class TransactionCheckout:
    """Runs the steps of one order within the request that places it."""

    def __init__(
        self,
        database: Database,
        features: Features,
        notifier: Notifier,
        screen: Callable[[ScreenRisk], None],
        now: Now,
    ) -> None:
        self._database = database
        self._features = features
        self._notifier = notifier
        self._screen = screen
        self._now = now

    def run(self, order: Order) -> Order:
        """The order in its final state. Raises AlreadyPlaced."""
        refusal = self._ask_the_outside(order)
        with self._database.write() as session:
            reason = refusal or self._run_steps(session, order)
            status = Status.REJECTED if reason else Status.CONFIRMED
            settled = order.settled(status, reason, self._now())
            store.add(session, settled)
            self._notifier.put(session, settled)
        return settled

    def _ask_the_outside(self, order: Order) -> Reason | None:
        try:
            self._screen(command_for(ScreenRisk, order))
        except Refused as refusal:
            return refusal.reason
        return None

    def _run_steps(self, session: Session, order: Order) -> Reason | None:
        try:
            with session.savepoint():
                for step in STEPS:
                    self._run_step(session, step.do, order)
        except Refused as refusal:
            return refusal.reason
        return None

    def _run_step(self, session: Session, kind: type[Command], order: Order) -> None:
        command = command_for(kind, order)
        match command:
            case ReserveStock():
                self._features.inventory.handle(session, command)
            case AuthorisePayment():
                self._features.payments.handle(session, command)
            case ScreenRisk() | ConfirmOrder():
                pass  # asked before the transaction; written when the order settles
            case _:
                raise TypeError(f"no one runs {kind.__name__}")
