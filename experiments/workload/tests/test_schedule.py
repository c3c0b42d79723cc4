import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.workload.mixes import MIXED, ORDERS_ONLY, Mix
from experiments.workload.schedule import Arrival, schedule
from experiments.workload.shop import CUSTOMERS, PRODUCTS

SPECIAL = {"p-0999", "p-1000", "c-09999", "c-10000"}


@pytest.fixture(scope="module")
def long() -> tuple[Arrival, ...]:
    return schedule(seed=11, rate=200, seconds=60, mix=MIXED)


def gaps_of(arrivals: tuple[Arrival, ...]) -> list[float]:
    times = [0.0, *(arrival.at_s for arrival in arrivals)]
    return [later - earlier for earlier, later in pairwise(times)]


@given(seed=st.integers(0, 2**32), rate=st.floats(0.5, 50), seconds=st.floats(0.1, 4))
def test_the_same_seed_makes_the_same_load(seed: int, rate: float, seconds: float) -> None:
    assert schedule(seed, rate, seconds, MIXED) == schedule(seed, rate, seconds, MIXED)


@given(seed=st.integers(0, 2**32), rate=st.floats(0.5, 50), seconds=st.floats(0.1, 4))
def test_arrivals_are_in_order_and_within_the_load(seed: int, rate: float, seconds: float) -> None:
    arrivals = schedule(seed, rate, seconds, MIXED)
    times = [arrival.at_s for arrival in arrivals]
    assert times == sorted(times)
    assert all(0 < at_s < seconds for at_s in times)
    assert [arrival.index for arrival in arrivals] == list(range(len(arrivals)))


def test_another_seed_shares_nothing_not_even_a_key() -> None:
    first, second = (schedule(seed, 50, 4, ORDERS_ONLY) for seed in (1, 2))
    assert not {one.ask.key for one in first} & {one.ask.key for one in second}


def test_the_same_seed_at_another_rate_shares_no_key_either() -> None:
    first, second = (schedule(1, rate, 4, ORDERS_ONLY) for rate in (50, 60))
    assert not {one.ask.key for one in first} & {one.ask.key for one in second}


def test_the_rate_is_kept(long: tuple[Arrival, ...]) -> None:
    assert abs(len(long) - 12_000) < 3 * math.sqrt(12_000)


def test_gaps_are_exponential(long: tuple[Arrival, ...]) -> None:
    """Kolmogorov and Smirnov's distance, against its 1% critical value."""
    ordered = sorted(gaps_of(long))
    count = len(ordered)
    distance = max(
        abs((1 - math.exp(-200 * gap)) - (place + 0.5) / count) for place, gap in enumerate(ordered)
    )
    assert distance < 1.63 / math.sqrt(count)


def test_counts_in_a_second_vary_as_poisson_says(long: tuple[Arrival, ...]) -> None:
    counts = list(Counter(int(arrival.at_s) for arrival in long).values())
    mean = sum(counts) / len(counts)
    variance = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)
    assert 0.6 < variance / mean < 1.5


def test_gaps_do_not_depend_on_the_ones_before(long: tuple[Arrival, ...]) -> None:
    gaps = gaps_of(long)
    mean = sum(gaps) / len(gaps)
    spread = sum((gap - mean) ** 2 for gap in gaps)
    together = sum((one - mean) * (other - mean) for one, other in pairwise(gaps))
    assert abs(together / spread) < 3 / math.sqrt(len(gaps))


def test_the_mix_is_kept(long: tuple[Arrival, ...]) -> None:
    seen = Counter(arrival.operation.name for arrival in long)
    for name, share in MIXED.shares.items():
        assert seen[name] / len(long) == pytest.approx(share, abs=0.012)


def test_the_mixed_load_is_the_one_of_the_design() -> None:
    shares = MIXED.shares
    assert sum(shares[name] for name in ("search", "browse", "read-product")) == pytest.approx(0.6)
    assert (shares["read-page"], shares["list-orders"], shares["place-order"]) == (0.2, 0.05, 0.15)


def test_orders_have_keys_and_customers_of_their_own() -> None:
    orders = schedule(seed=5, rate=300, seconds=30, mix=ORDERS_ONLY)[:CUSTOMERS]
    assert len({order.ask.key for order in orders}) == len(orders)
    assert len({order.ask.customer_id for order in orders}) == len(orders)


def test_an_order_has_one_to_three_different_products(long: tuple[Arrival, ...]) -> None:
    baskets = [arrival.ask.lines for arrival in long if arrival.ask.lines]
    assert {len(basket) for basket in baskets} == {1, 2, 3}
    assert all(len({product for product, _ in basket}) == len(basket) for basket in baskets)


def test_the_seeds_special_cases_are_left_alone(long: tuple[Arrival, ...]) -> None:
    named = {arrival.ask.customer_id for arrival in long}
    named |= {arrival.ask.subject for arrival in long}
    named |= {product for arrival in long for product, _ in arrival.ask.lines}
    assert not named & SPECIAL


def test_whoever_lists_orders_has_placed_one_before(long: tuple[Arrival, ...]) -> None:
    buyers: set[str] = set()
    for arrival in long:
        if arrival.operation.name == "place-order":
            buyers.add(arrival.ask.customer_id)
        elif arrival.operation.name == "list-orders" and buyers:
            assert arrival.ask.customer_id in buyers


def test_demand_is_even_or_skewed_as_told() -> None:
    def top_share(skew: float) -> float:
        arrivals = schedule(3, 200, 20, Mix("reads", (("read-product", 1),), skew))
        wanted = Counter(arrival.ask.subject for arrival in arrivals)
        assert len(wanted) <= PRODUCTS
        return wanted["p-0001"] / len(arrivals)

    assert top_share(0.0) < 0.005
    assert top_share(1.0) == pytest.approx(0.134, abs=0.02)


def test_a_mix_of_unknown_operations_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown operation in the mix: dance"):
        Mix("odd", (("dance", 1),))


def test_a_mix_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        replace(MIXED, weights=(("search", 0),))
