"""One thing that a client asked of the shop: when, and what it learnt by it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    PLACE = "place"
    READ = "read"
    LIST = "list"
    STOCK = "stock"
    WALLET = "wallet"
    NOTICES = "notices"


class End(StrEnum):
    """FAILED is a definite no, which had no effect; UNKNOWN had one, or has it later, or never."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Sight(NamedTuple):
    """An order as an answer showed it; None is what it did not tell."""

    order_id: str
    status: str
    reason: str | None = None
    total_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """`subject` is the key of an order that is placed, the id of one that is read, or a product.

    Times are seconds of one clock; `ended_s` is when the client stopped waiting. `asked` are the
    (product id, units) of an order, `amount` the units or cents that were read, and `is_whole` says
    that a list has all there is.
    """

    number: int
    customer_id: str
    kind: Kind
    subject: str
    invoked_s: float
    ended_s: float
    end: End
    asked: tuple[tuple[str, int], ...] = ()
    sights: tuple[Sight, ...] = ()
    amount: int | None = None
    is_whole: bool = False

    def is_before(self, other: "Operation") -> bool:
        """Whether it was over when the other began. What has an unknown outcome is never over."""
        return self.end is not End.UNKNOWN and self.ended_s < other.invoked_s

    def began_before_end_of(self, other: "Operation") -> bool:
        """Whether the other may have seen an effect of this one."""
        return self.invoked_s < other.ended_s
