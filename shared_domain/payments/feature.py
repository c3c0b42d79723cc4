"""Read a wallet, take money for an order, give it back."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared_domain.kernel.clock import Now
from shared_domain.kernel.errors import Reason, Refused, UnknownCustomer
from shared_domain.messages.commands import AuthorisePayment, Command, VoidPayment
from shared_domain.payments.tables import ledger, wallets


class Payments:
    """The payments' public operations. `handle` is what the checkout reaches."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def balance(self, session: Session, customer_id: str) -> int:
        """Cents in the wallet. Raises UnknownCustomer."""
        statement = select(wallets.c.balance_cents).where(wallets.c.customer_id == customer_id)
        cents: int | None = session.scalar(statement)
        if cents is None:
            raise UnknownCustomer(f"There is no customer {customer_id!r}.")
        return cents

    def handle(self, session: Session, command: Command) -> None:
        match command:
            case AuthorisePayment():
                self.authorise(session, command)
            case VoidPayment():
                self.void(session, command)
            case _:
                raise TypeError(f"payments does not handle {type(command).__name__}")

    def authorise(self, session: Session, command: AuthorisePayment) -> None:
        """Take the total from the wallet. Raises Refused(PAYMENT_DECLINED) if it holds less."""
        taken = session.execute(
            update(wallets)
            .where(
                wallets.c.customer_id == command.customer_id,
                wallets.c.balance_cents >= command.total_cents,
            )
            .values(balance_cents=wallets.c.balance_cents - command.total_cents)
        )
        if taken.rowcount == 0:  # type: ignore[attr-defined]
            raise Refused(Reason.PAYMENT_DECLINED)
        entry = _entry(command.order_id, command.customer_id, -command.total_cents, self._now())
        session.execute(ledger.insert(), entry)

    def void(self, session: Session, command: VoidPayment) -> None:
        """Give back what the order took. Again, or before anything was taken, changes nothing."""
        entries = session.execute(
            select(ledger.c.kind, ledger.c.customer_id, ledger.c.amount_cents).where(
                ledger.c.order_id == command.order_id
            )
        ).all()
        if [entry.kind for entry in entries] != ["authorise"]:
            return
        taken = entries[0]
        session.execute(
            ledger.insert(),
            _entry(command.order_id, taken.customer_id, -taken.amount_cents, self._now()),
        )
        session.execute(
            update(wallets)
            .where(wallets.c.customer_id == taken.customer_id)
            .values(balance_cents=wallets.c.balance_cents - taken.amount_cents)
        )


def _entry(order_id: str, customer_id: str, cents: int, at: datetime) -> dict[str, object]:
    """Negative cents leave the wallet (authorise), positive ones come back (void)."""
    return {
        "order_id": order_id,
        "customer_id": customer_id,
        "kind": "authorise" if cents < 0 else "void",
        "amount_cents": cents,
        "at": at,
    }
