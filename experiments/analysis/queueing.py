"""What a closed network of queues serves: exact mean value analysis of one class of customers.

M. Reiser, S. S. Lavenberg, Mean-Value Analysis of Closed Multichain Queuing Networks, JACM 27
(1980) 313-322. The bounds beside it: E. D. Lazowska, J. Zahorjan, G. S. Graham, K. C. Sevcik,
Quantitative System Performance, Prentice-Hall 1984, chapter 5. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Station:
    """`queues` alike, each with one server, over which customers are spread evenly. `demand_s` is
    the time that one customer needs of a server here, in one round through the network."""

    name: str
    demand_s: float
    queues: int = 1

    @property
    def of_one(self) -> float:
        """Seconds that one customer needs of one of the queues, in the mean."""
        return self.demand_s / self.queues


def served_per_s(stations: Sequence[Station], customers: int) -> float:
    """Rounds a second that `customers` make, none of whom ever pauses. Raises ValueError where a
    round would take no time."""
    if customers < 1 or not sum(each.demand_s for each in stations) > 0:
        raise ValueError("a closed network needs a customer, and something that takes time")
    waiting = [0.0 for _ in stations]  # in one queue of each station, when one more customer comes
    served = 0.0
    for present in range(1, customers + 1):
        stays = [each.of_one * (1 + others) for each, others in zip(stations, waiting, strict=True)]
        round_s = sum(each.queues * stay for each, stay in zip(stations, stays, strict=True))
        served = present / round_s
        waiting = [served * stay for stay in stays]
    return served


def bottleneck(stations: Sequence[Station]) -> Station:
    """The one that is full first."""
    return max(stations, key=lambda each: each.of_one)
