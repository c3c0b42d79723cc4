"""Mean value analysis against networks whose answer is known in closed form, and against chance."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest

from experiments.analysis.queueing import Station, bottleneck, served_per_s

Method = Callable[[Sequence[Station], int], float]
CLOSE = 1e-9


def balanced(stations: int, customers: int, demand_s: float) -> float:
    """K customers in M alike queues: K / ((K + M - 1) D)."""
    return customers / ((customers + stations - 1) * demand_s)


def wrong(method: Method) -> Iterator[str]:
    for customers in (1, 2, 7, 32):
        for count in (1, 2, 8):
            apart = [Station(str(n), 0.04) for n in range(count)]
            together = [Station("pool", 0.04 * count, queues=count)]
            true = balanced(count, customers, 0.04)
            for name, stations in (("apart", apart), ("together", together)):
                if method(stations, customers) != pytest.approx(true, rel=CLOSE):
                    yield f"{customers} customers, {count} queues {name}"


def whoever_comes_finds_nobody(stations: Sequence[Station], customers: int) -> float:
    """Broken on purpose: no customer waits for another."""
    return customers / sum(each.demand_s for each in stations)


def test_networks_that_can_be_solved_otherwise_come_out_the_same() -> None:
    assert list(wrong(served_per_s)) == []


def test_a_network_in_which_nobody_waits_fails_the_same_check() -> None:
    assert len(list(wrong(whoever_comes_finds_nobody))) > 10


def test_a_network_that_is_played_out_serves_as_much() -> None:
    replicas, database, customers = Station("replicas", 0.04, 2), Station("database", 0.01), 6
    played = _played_out((0.04, 0.04), 0.01, customers, rounds=40_000)
    assert served_per_s([replicas, database], customers) == pytest.approx(played, rel=0.03)


def test_no_more_is_served_than_the_bottleneck_can() -> None:
    stations = [Station("replicas", 0.04, queues=4), Station("database", 0.02)]
    assert bottleneck(stations).name == "database"
    assert 49 < served_per_s(stations, 200) <= 50 + CLOSE


@pytest.mark.parametrize(("stations", "customers"), [([], 1), ([Station("one", 0.1)], 0)])
def test_what_is_no_network_is_refused(stations: list[Station], customers: int) -> None:
    with pytest.raises(ValueError, match="closed network"):
        served_per_s(stations, customers)


def _played_out(choices: tuple[float, ...], then_s: float, customers: int, rounds: int) -> float:
    """Customers go to one of `choices` by lot, then to the last queue, then round again; each
    service is exponential. Where times have no memory, whoever is being served is as good as new,
    so that the next event is drawn from all that are busy."""
    dice = Random(5)
    means = (*choices, then_s)
    queues, last = [0] * len(means), len(means) - 1
    for _ in range(customers):
        queues[dice.randrange(len(choices))] += 1
    clock_s, done = 0.0, 0
    while done < rounds:
        rates = [1 / mean if length else 0.0 for mean, length in zip(means, queues, strict=True)]
        clock_s += dice.expovariate(sum(rates))
        (at,) = dice.choices(range(len(means)), rates)
        queues[at] -= 1
        queues[dice.randrange(len(choices)) if at == last else last] += 1
        done += at == last
    return done / clock_s
