"""Two transactions want the same stock at the same time."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text

from experiments.testing.postgres import DatabaseOf
from experiments.testing.transactions import undone
from experiments.testing.waiting import wait_until
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.tables import stock
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import Line, ReleaseStock, ReserveStock

pytestmark = pytest.mark.real
inventory = Inventory(lambda: datetime.now(UTC))
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
ROUNDS = 40
THREADS = 4


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    database = database_of("inventory")
    rows = [("p-0001", 1), ("p-0002", 1_000), ("p-0003", 1_000)]
    with database.write() as session:
        session.execute(
            insert(stock),
            [{"product_id": p, "opening": n, "available": n} for p, n in rows],
        )
    return database


@pytest.fixture
def another_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def buy_the_last(database: Database, order_id: str) -> bool:
    try:
        with database.write() as session:
            inventory.reserve(session, ReserveStock(order_id, (Line("p-0001", 1),)))
    except Refused:
        return False
    return True


def wait_for_a_waiting_transaction(database: Database) -> None:
    def waits() -> bool:
        with database.read() as session:
            return bool(session.scalar(WAITING))

    wait_until(waits)


def test_the_last_unit_goes_to_the_first_who_commits(
    database: Database, another_thread: ThreadPoolExecutor
) -> None:
    with database.write() as session:
        inventory.reserve(session, ReserveStock("order-1", (Line("p-0001", 1),)))
        second: Future[bool] = another_thread.submit(buy_the_last, database, "order-2")
        wait_for_a_waiting_transaction(database)
    assert second.result() is False
    assert left(database, "p-0001") == 0


def test_the_last_unit_goes_to_the_second_when_the_first_gives_up(
    database: Database, another_thread: ThreadPoolExecutor
) -> None:
    with undone(database) as session:
        inventory.reserve(session, ReserveStock("order-1", (Line("p-0001", 1),)))
        second: Future[bool] = another_thread.submit(buy_the_last, database, "order-2")
        wait_for_a_waiting_transaction(database)
    assert second.result() is True
    assert left(database, "p-0001") == 0


def test_many_at_once_get_no_more_than_there_is(database: Database) -> None:
    together = threading.Barrier(8)

    def buy(number: int) -> bool:
        together.wait()
        return buy_the_last(database, f"order-{number}")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(buy, range(8))) == 1
    assert left(database, "p-0001") == 0


def test_crossed_lines_never_deadlock(database: Database) -> None:
    """Orders name the products in either order; stock is locked in one."""
    one_way = (Line("p-0002", 1), Line("p-0003", 1))

    def order_and_cancel(thread: int) -> None:
        lines = one_way if thread % 2 else one_way[::-1]
        for number in range(ROUNDS):
            order_id = f"order-{thread}-{number}"
            with database.write() as session:
                inventory.reserve(session, ReserveStock(order_id, lines))
            with database.write() as session:
                inventory.release(session, ReleaseStock(order_id))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(order_and_cancel, range(THREADS)))  # raises what a thread raised
    assert left(database, "p-0002") == left(database, "p-0003") == 1_000


def left(database: Database, product_id: str) -> int:
    with database.read() as session:
        return inventory.available(session, product_id)
