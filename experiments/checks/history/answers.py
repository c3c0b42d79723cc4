"""What an answer of the shop tells, read off its status and body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.checks.history.operation import End, Kind, Sight

REQUEST_TIMEOUT = 408


@dataclass(frozen=True)
class Learnt:
    end: End
    sights: tuple[Sight, ...] = ()
    amount: int | None = None
    is_whole: bool = False


def learnt(kind: Kind, status: int, body: Any) -> Learnt:
    """A body that is not the contract's leaves the outcome unknown; status 0 is no answer."""
    if 400 <= status < 500 and status != REQUEST_TIMEOUT:
        return Learnt(End.FAILED)
    if not 200 <= status < 300:
        return Learnt(End.UNKNOWN)
    try:
        return _read(kind, body)
    except (KeyError, TypeError, AttributeError):
        return Learnt(End.UNKNOWN)


def _read(kind: Kind, body: Mapping[str, Any]) -> Learnt:
    match kind:
        case Kind.PLACE | Kind.READ:
            return Learnt(End.DONE, (_sight(body),))
        case Kind.LIST:
            sights = tuple(_sight(each) for each in body["orders"])
            return Learnt(End.DONE, sights, is_whole=body["next"] is None)
        case Kind.NOTICES:
            notices = body["notifications"]
            return Learnt(
                End.DONE, tuple(Sight(each["order_id"], each["status"]) for each in notices)
            )
        case Kind.STOCK:
            return Learnt(End.DONE, amount=body["available"])
        case Kind.WALLET:
            return Learnt(End.DONE, amount=body["balance_cents"])


def _sight(order: Mapping[str, Any]) -> Sight:
    return Sight(order["order_id"], order["status"], order["reason"], order["total_cents"])
