"""A message has its effect once, however often it comes and whoever handles it meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor

from experiments.testing.transactions import undone
from microservices.chassis.inbox import first_time
from microservices.chassis.tests.harness import Store


def test_the_first_time_is_the_first_time_only(store: Store) -> None:
    with store.database.write() as session:
        assert first_time(session, "m-1")
        assert not first_time(session, "m-1")
    with store.database.write() as session:
        assert not first_time(session, "m-1")
        assert first_time(session, "m-2")


def test_what_rolled_back_was_not_handled(store: Store) -> None:
    with undone(store.database) as session:
        assert first_time(session, "m-1")
    with store.database.write() as session:
        assert first_time(session, "m-1")


def test_of_two_replicas_with_one_message_the_second_waits_and_then_leaves_it(
    store: Store,
) -> None:
    second_is_asking = threading.Event()

    def handle() -> bool:
        second_is_asking.set()
        with store.database.write() as session:
            return first_time(session, "m-1")

    with ThreadPoolExecutor(1) as pool:
        with store.database.write() as session:
            assert first_time(session, "m-1")
            second = pool.submit(handle)
            assert second_is_asking.wait(5)
        assert second.result(5) is False
    assert store.remembered() == ["m-1"]
