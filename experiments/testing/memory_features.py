"""Five features of the shop, in memory: see memory_shop.py."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from shared_domain.catalog.feature import Catalog, Query
from shared_domain.catalog.seed import all_products
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.seed import opening_stock
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Unavailable, UnknownCustomer, UnknownProduct
from shared_domain.messages.events import ListedProduct
from shared_domain.notifications.feature import Notifications
from shared_domain.orders.order import Order
from shared_domain.payments.feature import Payments
from shared_domain.payments.seed import opening_wallets
from shared_domain.recommendations.feature import Recommendations


class Memory:
    """All the shop knows. `outside_answers` is the switch a test of outages flips."""

    def __init__(self) -> None:
        self.products = {each.product_id: each for each in all_products()}
        self.stock = opening_stock()
        self.wallets = opening_wallets()
        self.orders: list[Order] = []
        self.notifications: list[tuple[str, dict[str, Any]]] = []
        self.outside_answers = True
        self.lock = threading.Lock()

    def read(self) -> AbstractContextManager[None]:
        """Stands where the routes expect a Database: there is no session to be had."""
        return nullcontext()


class MemoryCatalog(Catalog):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def read(self, session: Session, product_id: str) -> ListedProduct:
        if product_id not in self.memory.products:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return self.memory.products[product_id]

    def search(self, session: Session, query: Query) -> Sequence[ListedProduct]:
        found = [
            each
            for each in self.memory.products.values()
            if each.product_id > (query.after or "")
            and query.category in (None, each.category)
            and (query.text or "").lower() in each.name.lower()
        ]
        return found[: query.limit]


class MemoryInventory(Inventory):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def available(self, session: Session, product_id: str) -> int:
        if product_id not in self.memory.stock:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return self.memory.stock[product_id]


class MemoryPayments(Payments):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def balance(self, session: Session, customer_id: str) -> int:
        if customer_id not in self.memory.wallets:
            raise UnknownCustomer(f"There is no customer {customer_id!r}.")
        return self.memory.wallets[customer_id]


class MemoryNotifications(Notifications):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def sent_to(self, session: Session, customer_id: str, limit: int) -> Sequence[dict[str, Any]]:
        own = [told for customer, told in self.memory.notifications if customer == customer_id]
        return own[::-1][:limit]


class MemoryRecommendations(Recommendations):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def recommend(self, product_id: str) -> Sequence[ListedProduct]:
        if not self.memory.outside_answers:
            raise Unavailable("told to fail")
        if product_id not in self.memory.products:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        category = self.memory.products[product_id].category
        same = [each for each in self.memory.products.values() if each.category == category]
        return [each for each in same if each.product_id != product_id][:4]
