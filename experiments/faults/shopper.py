"""A client that asks for one feature by the contract's plainest read of it.

The mixed load has no operation that needs recommendations or notifications, and a page without
them is a good page: only somebody who asks for them sees that they are gone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import requests

from experiments.faults.witness import See

CUSTOMER: Final = "c-00001"
READS: Final[Mapping[str, str]] = {
    "catalog": "/products/p-0001",
    "inventory": "/products/p-0001/stock",
    "orders": "/orders",
    "payments": "/wallet",
    "recommendations": "/products/p-0001/recommendations",
    "notifications": "/notifications",
}


@contextmanager
def shopping(gateway_url: str, feature: str, timeout_s: float) -> Iterator[See]:
    """Looks at the feature as a shopper would, over one session."""
    url = gateway_url + READS[feature]

    def see() -> bool:
        try:
            return session.get(url, timeout=timeout_s).status_code == 200
        except requests.RequestException:
            return False

    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-Customer-Id"] = CUSTOMER
        yield see
