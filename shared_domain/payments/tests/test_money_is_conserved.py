"""Whatever is authorised and voided, in whatever order: the ledger explains every cent."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from experiments.testing.postgres import DatabaseOf
from experiments.testing.transactions import undone
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Reason, Refused, UnknownCustomer
from shared_domain.messages.commands import AuthorisePayment, ReserveStock, VoidPayment
from shared_domain.payments.feature import Payments
from shared_domain.payments.tables import ledger, wallets

pytestmark = pytest.mark.real
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
OPENING = {"c-00001": 1_000, "c-00002": 300, "c-10000": 0}
payments = Payments(lambda: NOW)

orders = st.integers(1, 6).map(lambda number: f"order-{number}")
customers = st.sampled_from([*OPENING, "c-99999"])
commands = st.lists(
    st.builds(AuthorisePayment, orders, customers, st.integers(1, 700))
    | st.builds(VoidPayment, orders),
    max_size=12,
)


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    database = database_of("payments")
    rows = [{"customer_id": c, "opening_cents": n, "balance_cents": n} for c, n in OPENING.items()]
    with database.write() as session:
        session.execute(insert(wallets), rows)
    return database


@given(commands)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wallets_and_ledger_always_add_up(
    database: Database, commands: list[AuthorisePayment | VoidPayment]
) -> None:
    balance, taken, seen = dict(OPENING), dict[str, AuthorisePayment](), set[str]()
    with undone(database) as session:
        for command in commands:
            if isinstance(command, VoidPayment):
                payments.handle(session, command)
                given_back = taken.pop(command.order_id, None)
                if given_back is not None:
                    balance[given_back.customer_id] += given_back.total_cents
            elif command.order_id in seen:
                continue  # the inbox lets a command through once
            elif balance.get(command.customer_id, 0) < command.total_cents:
                with pytest.raises(Refused) as refusal, session.savepoint():
                    payments.handle(session, command)
                assert refusal.value.reason is Reason.PAYMENT_DECLINED
            else:
                seen.add(command.order_id)
                payments.handle(session, command)
                taken[command.order_id] = command
                balance[command.customer_id] -= command.total_cents
            assert balances(session) == balance
            assert adds_up(session)


def test_a_wallet_may_be_emptied_to_the_cent_but_no_further(database: Database) -> None:
    with database.write() as session:
        payments.authorise(session, AuthorisePayment("order-1", "c-00002", 300))
    with pytest.raises(Refused), database.write() as session:
        payments.authorise(session, AuthorisePayment("order-2", "c-00002", 1))
    with database.read() as session:
        assert payments.balance(session, "c-00002") == 0


def test_a_payment_voided_again_is_given_back_once(database: Database) -> None:
    with database.write() as session:
        payments.authorise(session, AuthorisePayment("order-1", "c-00001", 700))
    for _ in range(3):
        with database.write() as session:
            payments.void(session, VoidPayment("order-1"))
    with database.read() as session:
        assert balances(session) == OPENING
        entries = session.execute(select(ledger).order_by(ledger.c.entry_id)).all()
    assert [(entry.kind, entry.amount_cents) for entry in entries] == [
        ("authorise", -700),
        ("void", 700),
    ]
    assert {entry.at for entry in entries} == {NOW}


def test_voiding_what_was_never_taken_changes_nothing(database: Database) -> None:
    with database.write() as session:
        payments.void(session, VoidPayment("order-1"))
    with database.read() as session:
        assert balances(session) == OPENING
        assert session.execute(select(ledger)).all() == []


def test_who_has_no_wallet_is_unknown(database: Database) -> None:
    with database.read() as session, pytest.raises(UnknownCustomer):
        payments.balance(session, "c-99999")


def test_a_command_for_another_feature_is_a_bug(database: Database) -> None:
    with database.read() as session, pytest.raises(TypeError, match="ReserveStock"):
        payments.handle(session, ReserveStock("order-1", ()))


def balances(session: Session) -> dict[str, int]:
    rows = session.execute(select(wallets.c.customer_id, wallets.c.balance_cents))
    return {row.customer_id: row.balance_cents for row in rows}


def adds_up(session: Session) -> bool:
    """balance = opening + the wallet's entries, for every wallet."""
    entered = (
        select(func.coalesce(func.sum(ledger.c.amount_cents), 0))
        .where(ledger.c.customer_id == wallets.c.customer_id)
        .scalar_subquery()
    )
    wrong = select(wallets).where(wallets.c.balance_cents != wallets.c.opening_cents + entered)
    return session.execute(wrong).first() is None
