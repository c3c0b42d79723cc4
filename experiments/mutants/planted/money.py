"""Mistakes with money."""

from contextlib import AbstractContextManager, suppress
from typing import Any
from unittest.mock import patch

from experiments.mutants.planted.replaced import Instead
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import AuthorisePayment
from shared_domain.payments.feature import GIVE_BACK, Payments

ONCE_PER_ORDER = {"payments": "ALTER TABLE ledger DROP CONSTRAINT ledger_once_per_order"}


def charged_twice() -> AbstractContextManager[Any]:
    """The wallet pays a second time; the ledger knows of the first."""
    authorise = Payments.authorise

    def twice(self: Payments, session: Session, command: AuthorisePayment) -> None:
        authorise(self, session, command)
        cents = {"customer": command.customer_id, "cents": -command.total_cents}
        session.change(GIVE_BACK, cents)

    return patch.object(Payments, "authorise", twice)


def declined_counts_as_paid() -> AbstractContextManager[Any]:
    authorise = Payments.authorise

    def never_mind(self: Payments, session: Session, command: AuthorisePayment) -> None:
        with suppress(Refused):
            authorise(self, session, command)

    return patch.object(Payments, "authorise", never_mind)


class CachedWallets(Instead):
    """A balance is read once, and shown ever after."""

    def balance(self, session: Session, customer_id: str) -> int:
        known: dict[str, int] = self.__dict__.setdefault("known", {})
        if customer_id not in known:
            known[customer_id] = self._feature.balance(session, customer_id)
        return known[customer_id]
