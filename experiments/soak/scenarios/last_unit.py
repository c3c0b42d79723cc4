"""Hundreds of customers want the last unit of a product at the same moment: one gets it."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from experiments.soak.counting import pending, rows
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground, NotSeen, patience
from experiments.soak.planting import leave_one_each
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import Wish, last_units
from experiments.workload.shop import CUSTOMERS, customer_id

SETTLED_WITHIN_S, LOOK_EVERY_S = 60.0, 0.3
MEET_WITHIN_S: Final = 30.0
LOSERS: Final = 10
"""Of each round, who look at their order afterwards; so does whoever got the unit."""
ASKED_FOR: Final = (
    "SELECT product_id, order_id, customer_id FROM orders JOIN order_lines USING (order_id)"
    " WHERE product_id = ANY(%s)"
)
SOLD: Final = f"{ASKED_FOR} AND status = 'CONFIRMED'"


@dataclass(frozen=True)
class LastUnits:
    clients: int
    rounds: int


def act(ground: Ground, size: LastUnits) -> Iterator[Finding]:
    products = last_units()[: size.rounds]
    leave_one_each(ground.arm, products)
    with ThreadPoolExecutor(size.clients) as clients, patience() as over:
        for number, product in enumerate(products, 1):
            ground.say(f"round {number} of {size.rounds}: {size.clients} want {product}")
            _round(ground, product, clients, size.clients, over)
    sold = Counter(product for product, _, _ in rows(ground.arm, "orders", SOLD, list(products)))
    yield one_sale_each(products, sold, size.clients)


def one_sale_each(products: Sequence[str], sold: Mapping[str, int], clients: int) -> Finding:
    because = tuple(
        f"{product} was sold {sold.get(product, 0)} times"
        for product in products
        if sold.get(product, 0) != 1
    )
    right = len(products) - len(because)
    asked = f"{clients} on one last unit, {len(products)} rounds: one sale each"
    return Finding(asked, f"one sale in {right} rounds", not because, because)


def _round(
    ground: Ground, product: str, clients: ThreadPoolExecutor, count: int, over: threading.Event
) -> None:
    """All ask at once; once all orders are final, some look at theirs."""
    start = threading.Barrier(count)
    numbers = ground.dice.sample(range(1, CUSTOMERS + 1), count)
    wanted = [Wish(customer_id(each), f"last-{product}", ((product, 1),)) for each in numbers]

    def want(wish: Wish) -> None:
        try:
            start.wait(MEET_WITHIN_S)
        except threading.BrokenBarrierError as error:
            raise NotSeen(f"{count} customers did not meet in {MEET_WITHIN_S:.0f} s") from error
        ground.shoppers.buy(wish, over)

    list(clients.map(want, wanted))
    final = f"every order of {product} is final"
    ground.until(lambda: pending(ground.arm) == 0, final, SETTLED_WITHIN_S, LOOK_EVERY_S)
    _look(ground, product, [each.customer_id for each in wanted[:LOSERS]])


def _look(ground: Ground, product: str, customers: Sequence[str]) -> None:
    found = rows(ground.arm, "orders", ASKED_FOR, [product])
    sold = rows(ground.arm, "orders", SOLD, [product])
    for _, order_id, customer in (*sold, *(each for each in found if each[2] in customers)):
        ground.shoppers.look(customer, order_id)


scenario = Scenario(
    name="last-unit",
    act=act,
    full=LastUnits(clients=500, rounds=100),
    cut=LastUnits(clients=100, rounds=3),
    full_s=630,
    cut_s=5,
)
