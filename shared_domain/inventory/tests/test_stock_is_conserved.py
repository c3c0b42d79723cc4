"""Whatever is reserved and released, in whatever order: no unit appears or disappears."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from experiments.testing.postgres import DatabaseOf
from experiments.testing.transactions import undone
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.tables import reservations, stock
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Reason, Refused, UnknownProduct
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    Line,
    ReleaseStock,
    ReserveStock,
)

pytestmark = pytest.mark.real
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
OPENING = {"p-0001": 5, "p-0002": 1, "p-0003": 0}
inventory = Inventory(lambda: NOW)

lines = st.lists(
    st.builds(Line, st.sampled_from([*OPENING, "p-9999"]), st.integers(1, 4)),
    min_size=1,
    unique_by=lambda line: line.product_id,
)
orders = st.integers(1, 6).map(lambda number: f"order-{number}")
commands = st.lists(
    st.builds(ReserveStock, orders, lines.map(tuple)) | st.builds(ReleaseStock, orders),
    max_size=12,
)


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    database = database_of("inventory")
    with database.write() as session:
        rows = [{"product_id": p, "opening": n, "available": n} for p, n in OPENING.items()]
        session.execute(insert(stock), rows)
    return database


class Model:
    """What the stock should be, in two dictionaries."""

    def __init__(self) -> None:
        self.available = dict(OPENING)
        self.held: dict[str, tuple[Line, ...]] = {}

    def would_refuse(self, command: ReserveStock) -> bool:
        return any(self.available.get(x.product_id, 0) < x.quantity for x in command.lines)

    def do(self, command: Command) -> None:
        if isinstance(command, ReserveStock):
            self.held[command.order_id] = command.lines
            for line in command.lines:
                self.available[line.product_id] -= line.quantity
        elif isinstance(command, ReleaseStock):
            for line in self.held.pop(command.order_id, ()):
                self.available[line.product_id] += line.quantity


@given(commands)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stock_and_reservations_always_add_up(
    database: Database, commands: list[ReserveStock | ReleaseStock]
) -> None:
    model, seen = Model(), set()
    with undone(database) as session:
        for command in commands:
            if isinstance(command, ReserveStock):
                if command.order_id in seen:
                    continue  # the inbox lets a command through once
                if model.would_refuse(command):
                    with pytest.raises(Refused) as refusal, session.savepoint():
                        inventory.handle(session, command)
                    assert refusal.value.reason is Reason.OUT_OF_STOCK
                    continue
                seen.add(command.order_id)
            inventory.handle(session, command)
            model.do(command)
            assert available(session) == model.available
            assert adds_up(session)


def test_a_refused_order_holds_none_of_its_lines(database: Database) -> None:
    wanted = (Line("p-0001", 5), Line("p-0003", 1))
    with pytest.raises(Refused), database.write() as session:
        inventory.reserve(session, ReserveStock("order-1", wanted))
    with database.read() as session:
        assert available(session) == OPENING
        assert session.execute(select(reservations)).all() == []


def test_a_released_order_stays_released(database: Database) -> None:
    with database.write() as session:
        inventory.reserve(session, ReserveStock("order-1", (Line("p-0001", 3),)))
    for _ in range(3):
        with database.write() as session:
            inventory.release(session, ReleaseStock("order-1"))
    with database.read() as session:
        assert available(session) == OPENING
        assert session.execute(select(reservations.c.released_at)).scalars().all() == [NOW]


def test_releasing_what_was_never_held_changes_nothing(database: Database) -> None:
    with database.write() as session:
        inventory.release(session, ReleaseStock("order-1"))
    with database.read() as session:
        assert available(session) == OPENING


def test_stock_is_read_by_product(database: Database) -> None:
    with database.read() as session:
        assert inventory.available(session, "p-0001") == 5
        with pytest.raises(UnknownProduct):
            inventory.available(session, "p-9999")


def test_a_command_for_another_feature_is_a_bug(database: Database) -> None:
    with database.read() as session, pytest.raises(TypeError, match="AuthorisePayment"):
        inventory.handle(session, AuthorisePayment("order-1", "c-00001", 1))


def available(session: Session) -> dict[str, int]:
    rows = session.execute(select(stock.c.product_id, stock.c.available))
    return {row.product_id: row.available for row in rows}


def adds_up(session: Session) -> bool:
    """opening = available + what unreleased reservations hold, for every product."""
    held: dict[str, int] = dict.fromkeys(OPENING, 0)
    unreleased = select(reservations).where(reservations.c.released_at.is_(None))
    for row in session.execute(unreleased):
        held[row.product_id] += row.quantity
    rows: list[Any] = list(session.execute(select(stock)))
    return all(row.opening == row.available + held[row.product_id] for row in rows)
