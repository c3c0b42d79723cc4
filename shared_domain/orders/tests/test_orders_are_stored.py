"""Orders in a real PostgreSQL: kept as they are, once per key, listed newest first."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from experiments.testing.postgres import DatabaseOf
from experiments.testing.transactions import undone
from experiments.testing.waiting import wait_until
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Reason
from shared_domain.orders import store
from shared_domain.orders.order import Order, OrderLine, Status
from shared_domain.orders.routes import as_json
from shared_domain.orders.store import AlreadyPlaced

pytestmark = pytest.mark.real
NOON = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def an_order(number: int = 1, customer_id: str = "c-00001", **changes: object) -> Order:
    order = Order(
        order_id=new_uuid(),
        customer_id=customer_id,
        idempotency_key=f"key-{number}",
        fingerprint="print",
        lines=(OrderLine("p-0002", 3, 199), OrderLine("p-0001", 100, 9_999)),
        traceparent="00-trace",
        placed_at=NOON + timedelta(seconds=number),
    )
    return replace(order, **changes)  # type: ignore[arg-type]


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("orders")


@pytest.fixture
def another_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def save(database: Database, *orders: Order) -> None:
    for order in orders:
        with database.write() as session:
            store.add(session, order)


def test_an_order_comes_back_as_it_was_saved(database: Database) -> None:
    order = an_order()
    save(database, order)
    with database.read() as session:
        found = store.find(session, order.order_id)
        assert store.find_by_key(session, "c-00001", "key-1") == order
    assert found == order
    assert as_json(found) == as_json(order)


def test_an_unknown_order_is_none(database: Database) -> None:
    with database.read() as session:
        assert store.find(session, "nothing") is None
        assert store.find_by_key(session, "c-00001", "nothing") is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [(Status.CONFIRMED, None), *((Status.REJECTED, reason) for reason in Reason)],
)
def test_an_order_is_settled_once(database: Database, status: Status, reason: Reason) -> None:
    order = an_order()
    save(database, order)
    settled = order.settled(status, reason, NOON + timedelta(minutes=1))
    with database.write() as session:
        store.settle(session, settled)
    with database.read() as session:
        assert store.find(session, order.order_id) == settled
    for again in (settled, order.settled(Status.REJECTED, Reason.FAILED, NOON)):
        with pytest.raises(ValueError, match="is settled already"), database.write() as session:
            store.settle(session, again)
    with database.read() as session:
        assert store.find(session, order.order_id) == settled


def test_a_key_is_used_once_by_each_customer(database: Database) -> None:
    save(database, an_order(1), an_order(1, customer_id="c-00002"))
    with pytest.raises(AlreadyPlaced), database.write() as session:
        store.add(session, an_order(1))
    with database.read() as session:
        assert len(store.newest(session, "c-00001", 50, None)) == 1


def place(database: Database, order: Order) -> bool:
    try:
        save(database, order)
    except AlreadyPlaced:
        return False
    return True


@pytest.mark.parametrize("first_commits", [True, False])
def test_of_two_at_once_with_one_key_the_second_waits_for_the_first(
    database: Database, another_thread: ThreadPoolExecutor, first_commits: bool
) -> None:
    def second_waits() -> bool:
        with database.read() as session:
            return bool(session.scalar(WAITING))

    with database.write() if first_commits else undone(database) as session:
        store.add(session, an_order())
        second: Future[bool] = another_thread.submit(place, database, an_order())
        wait_until(second_waits)
    assert second.result() is not first_commits


def test_orders_are_listed_newest_first_in_pages(database: Database) -> None:
    orders = [an_order(number) for number in range(1, 6)]
    save(database, *orders, an_order(9, customer_id="c-00002"))
    with database.read() as session:
        first = store.newest(session, "c-00001", 2, None)
        second = store.newest(session, "c-00001", 2, first[-1].order_id)
        third = store.newest(session, "c-00001", 2, second[-1].order_id)
        beyond = store.newest(session, "c-00001", 2, third[-1].order_id)
    assert [*first, *second, *third, *beyond] == orders[::-1]


def test_orders_of_the_same_moment_are_neither_lost_nor_repeated(database: Database) -> None:
    save(database, *(an_order(number, placed_at=NOON) for number in range(5)))
    listed: list[str] = []
    with database.read() as session:
        while page := store.newest(session, "c-00001", 2, listed[-1] if listed else None):
            listed += [order.order_id for order in page]
    assert len(listed) == len(set(listed)) == 5


@pytest.mark.parametrize("whose", ["c-00002", None])
def test_after_an_order_that_is_not_ones_own_comes_nothing(
    database: Database, whose: str | None
) -> None:
    other = an_order(2, customer_id=whose or "c-00001")
    save(database, an_order(1), *([other] if whose else []))
    with database.read() as session:
        assert store.newest(session, "c-00001", 50, other.order_id) == []


def test_a_key_is_found_by_its_own_index_from_the_first_order_on(database: Database) -> None:
    """A plan made on the empty table is kept; by the other index it would read all orders of the
    customer."""
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN {store.FIND_BY_KEY.sql.decode()}", {"customer": "c-00001", "key": "key-1"}
        ).scalars()
        assert "one_order_per_key" in next(plan)
