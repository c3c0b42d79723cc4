"""The service level at which an arm carries a load: what it needs for one is asked at this level.

One level for both arms and every load. Where the outside takes its time, the limits count from
what it takes (`beyond`): a shopper waits for it on either arm, so it says nothing about them.
"""

from dataclasses import dataclass, replace

FEW = 5
"""Orders that may be on their way at any moment without a backlog being there."""


@dataclass(frozen=True)
class Served:
    """How a load was served. Shares in percent; None where there was nothing to take it from.
    `backlog` is by how many the orders that were not yet settled and notified grew over the window:
    what stands in outboxes and topics, or waits for a consumer. `orders` were asked for in it."""

    good_share: float | None
    read_p95_ms: float | None
    settle_p95_ms: float | None
    backlog: float | None
    orders: float | None


@dataclass(frozen=True)
class Slo:
    """Limits of `Served`; `backlog_share` is of the window's orders, in percent."""

    good_share: float = 99.0
    read_p95_ms: float = 200.0
    settle_p95_ms: float = 500.0
    backlog_share: float = 10.0

    def beyond(self, wait_ms: float) -> "Slo":
        """The level for a load whose reads and orders wait so long for the outside."""
        return replace(
            self,
            read_p95_ms=self.read_p95_ms + wait_ms,
            settle_p95_ms=self.settle_p95_ms + wait_ms,
        )

    def __str__(self) -> str:
        return (
            f"at least {self.good_share:g}% good, reads p95 at most {self.read_p95_ms:g} ms, orders"
            f" settled p95 at most {self.settle_p95_ms:g} ms, no growing backlog"
        )

    def missed(self, served: Served) -> tuple[str, ...]:
        """What fell short, a few words each; empty if the level was held."""
        if served.good_share is None:
            return ("nothing was asked",)
        growth, most = served.backlog or 0.0, self.backlog_share / 100 * (served.orders or 0.0)
        return tuple(
            text
            for is_missed, text in (
                (served.good_share < self.good_share, f"{served.good_share:.1f}% good"),
                _late("reads", served.read_p95_ms, self.read_p95_ms),
                _late("settled", served.settle_p95_ms, self.settle_p95_ms),
                (growth > most + FEW, f"backlog grew by {growth:.0f} orders"),
            )
            if is_missed
        )


SLO = Slo()


def _late(what: str, p95_ms: float | None, limit_ms: float) -> tuple[bool, str]:
    if p95_ms is None:
        return False, ""
    return p95_ms > limit_ms, f"{what} p95 {p95_ms:.0f} ms"
