"""A right shop in memory, for tests of the day: kill -9 comes after the work, before the answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from experiments.checks.invariants.relations import Order, OrderLine, Relations, Stock, Wallet
from experiments.mutants.arm import Killed
from experiments.mutants.planted.replaced import Instead
from experiments.testing.memory_shop import MemoryShop
from shared_domain.inventory.seed import opening_stock
from shared_domain.payments.seed import opening_wallets

NOTHING: Mapping[str, type[Instead]] = {}


class MemoryArm:
    name = "memory"

    def __init__(
        self, shown_pending: int = 0, planted: Mapping[str, type[Instead]] = NOTHING
    ) -> None:
        self.shop = MemoryShop(shown_pending)
        for feature, mistake in planted.items():
            setattr(self.shop, feature, mistake(getattr(self.shop, feature)))
        self.accidents: list[str] = []
        self._app = self.shop.application()
        self._is_killing = False

    def ask(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        answer = self._app.test_client().open(path, method=method, headers=headers, json=body)
        if self._is_killing:
            raise Killed
        return answer.status_code, answer.get_json(silent=True)

    def go_on(self) -> bool:
        return False

    def restart(self) -> None:
        self.accidents.append("restart")

    @contextmanager
    def killing(self) -> Iterator[None]:
        self._is_killing = True
        yield
        self._is_killing = False
        self.accidents.append("killed")

    def cut_connections(self) -> None:
        self.accidents.append("cut")

    def break_down(self) -> None:
        self.accidents.append("broker")

    def audit_url(self, feature: str) -> str:
        raise NotImplementedError(feature)

    def close(self) -> None:
        """Nothing is open."""

    def relations(self) -> Relations:
        """As far as the rules of history look at them."""
        memory = self.shop.memory
        return Relations(
            products=(),
            stock=tuple(
                Stock(name, units, memory.stock[name]) for name, units in opening_stock().items()
            ),
            reservations=(),
            wallets=tuple(
                Wallet(name, cents, memory.wallets[name])
                for name, cents in opening_wallets().items()
            ),
            ledger=(),
            notifications=(),
            orders=tuple(
                Order(each.order_id, each.customer_id, each.idempotency_key, each.status.value,
                      each.reason and each.reason.value, each.total_cents, True)
                for each in memory.orders
            ),
            order_lines=tuple(
                OrderLine(each.order_id, line.product_id, line.quantity, line.unit_price_cents)
                for each in memory.orders
                for line in each.lines
            ),
        )  # fmt: skip
