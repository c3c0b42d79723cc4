"""Read a wallet, take money for an order, give it back."""

from sqlalchemy import BigInteger, DateTime, Text, bindparam, literal, select, update

from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused, UnknownCustomer
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import AuthorisePayment, Command, VoidPayment
from shared_domain.payments.tables import ledger, wallets

# A ledger entry's kind: authorise takes from the wallet (negative cents), void gives back.
AUTHORISE, VOID = "authorise", "void"
BALANCE = Statement(
    select(wallets.c.balance_cents).where(wallets.c.customer_id == bindparam("customer"))
)
TAKEN = (
    update(wallets)
    .where(
        wallets.c.customer_id == bindparam("customer"),
        wallets.c.balance_cents >= bindparam("cents"),
    )
    .values(balance_cents=wallets.c.balance_cents - bindparam("cents"))
    .returning(wallets.c.customer_id)
    .cte("taken")
)
TAKE_AND_ENTER = Statement(
    ledger.insert().from_select(
        ["order_id", "customer_id", "kind", "amount_cents", "at"],
        select(
            bindparam("order", type_=Text),
            TAKEN.c.customer_id,
            literal(AUTHORISE),
            -bindparam("cents", type_=BigInteger),
            bindparam("at", type_=DateTime(timezone=True)),
        ),
    )
)
GIVE_BACK = Statement(
    update(wallets)
    .where(wallets.c.customer_id == bindparam("customer"))
    .values(balance_cents=wallets.c.balance_cents + bindparam("cents"))
)
ENTRIES = Statement(
    select(ledger.c.kind, ledger.c.customer_id, ledger.c.amount_cents).where(
        ledger.c.order_id == bindparam("order")
    )
)
ENTER = Statement(
    ledger.insert().inline(), ("order_id", "customer_id", "kind", "amount_cents", "at")
)


class Payments:
    """The payments' public operations. `handle` is what the checkout reaches."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def balance(self, session: Session, customer_id: str) -> int:
        """Cents in the wallet. Raises UnknownCustomer."""
        cents: int | None = session.value(BALANCE, {"customer": customer_id})
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
        asked = {
            "order": command.order_id,
            "customer": command.customer_id,
            "cents": command.total_cents,
            "at": self._now(),
        }
        if session.change(TAKE_AND_ENTER, asked) == 0:
            raise Refused(Reason.PAYMENT_DECLINED)

    def void(self, session: Session, command: VoidPayment) -> None:
        """Give back what the order took. Again, or before anything was taken, changes nothing."""
        entries = session.all(ENTRIES, {"order": command.order_id})
        if [entry.kind for entry in entries] != [AUTHORISE]:
            return
        customer, cents = entries[0].customer_id, -entries[0].amount_cents
        session.change(
            ENTER,
            {
                "order_id": command.order_id,
                "customer_id": customer,
                "kind": VOID,
                "amount_cents": cents,
                "at": self._now(),
            },
        )
        session.change(GIVE_BACK, {"customer": customer, "cents": cents})
