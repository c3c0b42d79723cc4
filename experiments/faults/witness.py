"""A client that keeps looking at one feature, by the contract's plainest read of it.

The mixed load has no operation that needs recommendations or notifications, and a page without
them is a good page: only somebody who asks for them sees that they are gone.
"""

import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Final

import requests

from experiments.faults.look import Look

CUSTOMER: Final = "c-00001"
READS: Final[Mapping[str, str]] = {
    "catalog": "/products/p-0001",
    "inventory": "/products/p-0001/stock",
    "orders": "/orders",
    "payments": "/wallet",
    "recommendations": "/products/p-0001/recommendations",
    "notifications": "/notifications",
}


class Witness:
    """A context manager; `looks` grow between entry and exit, one at a time, `every_s` apart,
    which may be changed at any time."""

    def __init__(self, gateway_url: str, feature: str, timeout_s: float, every_s: float) -> None:
        self.looks: list[Look] = []
        self._url = gateway_url + READS[feature]
        self._timeout_s = timeout_s
        self.every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"witness-{feature}", daemon=True)

    def __enter__(self) -> "Witness":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.headers["X-Customer-Id"] = CUSTOMER
            while not self._over.wait(self.every_s):
                self.looks.append(self._look(session))

    def _look(self, session: requests.Session) -> Look:
        began = time.monotonic()
        try:
            good = session.get(self._url, timeout=self._timeout_s).status_code == 200
        except requests.RequestException:
            good = False
        return Look(began, 1000 * (time.monotonic() - began), good)
