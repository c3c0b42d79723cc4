"""Receiving, as tests of more than one bus do it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from microservices.chassis.bus import Delivery, Subscription
from microservices.chassis.consumer import RECEIVE_S
from microservices.chassis.tests.installations import WITHIN_S

Subscribe = Callable[..., Subscription]
"""A replica of a group to the test's topic."""
Publish = Callable[..., None]
"""Texts under a key to the test's topic."""


def receive(subscription: Subscription, count: int) -> list[Delivery]:
    """So many deliveries; fails when they do not come."""
    received: list[Delivery] = []
    until = time.monotonic() + WITHIN_S
    while len(received) < count:
        assert time.monotonic() < until, f"only {len(received)} of {count} came"
        received += subscription.receive(RECEIVE_S)
    return received


def texts(deliveries: Sequence[Delivery]) -> list[str]:
    return [each.payload.decode() for each in deliveries]


@contextmanager
def receiving(*subscriptions: Subscription) -> Iterator[None]:
    """Each receives in a thread of its own, as consumers do, until the block ends."""
    over = threading.Event()

    def receive_until_over(subscription: Subscription) -> None:
        while not over.is_set():
            subscription.receive(RECEIVE_S)

    with ThreadPoolExecutor(len(subscriptions)) as pool:
        running = [pool.submit(receive_until_over, each) for each in subscriptions]
        try:
            yield
        finally:
            over.set()
        for each in running:
            each.result(WITHIN_S)
