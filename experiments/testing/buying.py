"""Somebody who keeps buying, so that messages flow; whether it succeeds is not looked at."""

import itertools
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import requests

CUSTOMERS: Final = 5000


@contextmanager
def buying(gateway_url: str, every_s: float = 0.05, timeout_s: float = 2.0) -> Iterator[None]:
    """One order after another, each of another customer, until the block ends."""
    over = threading.Event()

    def run() -> None:
        with requests.Session() as session:
            session.trust_env = False
            for number in itertools.count():
                if over.wait(every_s):
                    return
                with suppress(requests.RequestException):
                    _buy(session, gateway_url, number % CUSTOMERS + 1, timeout_s)

    thread = threading.Thread(target=run, name="buyer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _buy(session: requests.Session, gateway_url: str, customer: int, timeout_s: float) -> None:
    session.post(
        f"{gateway_url}/orders",
        json={"lines": [{"product_id": "p-0001", "quantity": 1}]},
        headers={"X-Customer-Id": f"c-{customer:05}", "Idempotency-Key": str(uuid.uuid4())},
        timeout=timeout_s,
    )
