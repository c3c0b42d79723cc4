"""Who is handed a session can leak connections of its pool; whoever shares that goes without."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, QueuePool, create_engine
from sqlalchemy.exc import TimeoutError as NoneLeft

from experiments.faults.connection_leak import connection_leak
from experiments.faults.tests.harness import Told

POOL = 4


class Session:
    """As the shop's own: it hands statements on to its connection."""

    def __init__(self, connection: Connection) -> None:
        self.execute = connection.execute


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine(
        "sqlite://", poolclass=QueuePool, pool_size=POOL, max_overflow=0, pool_timeout=0.01
    )
    yield engine
    engine.dispose()


def call(told: Told, engine: Engine) -> None:
    with engine.connect() as connection:
        told.feature.count(Session(connection))


def taken(engine: Engine) -> int:
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


def test_each_call_keeps_a_connection_until_there_is_none_left(told: Told, engine: Engine) -> None:
    told.inject(connection_leak("payments"))
    for leaked in (1, 2, 3):
        call(told, engine)
        assert taken(engine) == leaked
    with pytest.raises(NoneLeft):
        call(told, engine)
    with engine.connect(), pytest.raises(NoneLeft):
        engine.connect()  # of somebody else, who shares the pool
    assert [one.fault for one in told.fired] == ["drain"] * 3  # the 1st, 2nd and 4th time


def test_the_next_call_after_it_gives_all_of_them_back(told: Told, engine: Engine) -> None:
    told.inject(connection_leak("payments"))
    call(told, engine)
    call(told, engine)
    told.clear()
    call(told, engine)
    assert taken(engine) == 0
    assert told.inside.calls == 3


def test_a_leak_has_its_most(told: Told, engine: Engine) -> None:
    told.inject(connection_leak("payments", most=1))
    call(told, engine)
    call(told, engine)
    assert taken(engine) == 1


def test_who_is_handed_no_session_leaks_nothing(told: Told, engine: Engine) -> None:
    told.inject(connection_leak("payments"))
    told.feature.write()
    assert (told.fired, taken(engine)) == ((), 0)
