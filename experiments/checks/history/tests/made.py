"""Histories made by hand: operations at whole seconds, and the tables of one product."""

from dataclasses import replace
from itertools import count

from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Kind, Operation, Sight
from experiments.checks.invariants.relations import Order, OrderLine, Relations, Stock, Wallet

PENDING = Sight("o-1", "PENDING", None, 500)
CONFIRMED = PENDING._replace(status="CONFIRMED")
REJECTED = PENDING._replace(status="REJECTED", reason="out_of_stock")
EMPTY = Relations(
    products=(),
    stock=(Stock("p-1", 20, 20),),
    reservations=(),
    wallets=(Wallet("c-1", 900, 900),),
    ledger=(),
    notifications=(),
    orders=(),
    order_lines=(),
)
_numbers = count(1)


def operation(
    kind: Kind, at_s: float, subject: str = "", end: End = End.DONE, **more: object
) -> Operation:
    """Half a second long."""
    made = Operation(next(_numbers), "c-1", kind, subject, at_s, at_s + 0.5, end)
    return replace(made, **more)  # type: ignore[arg-type]


def place(at_s: float, *sights: Sight, end: End = End.DONE, **more: object) -> Operation:
    """c-1 asks for 5 of p-1 with the key k-1."""
    usual = {"asked": (("p-1", 5),), "sights": sights}
    return operation(Kind.PLACE, at_s, "k-1", end, **usual | more)


def read(at_s: float, *sights: Sight, end: End = End.DONE) -> Operation:
    return operation(Kind.READ, at_s, "o-1", end, sights=sights)


def listed(at_s: float, *sights: Sight, is_whole: bool = True) -> Operation:
    return operation(Kind.LIST, at_s, sights=sights, is_whole=is_whole)


def stock(at_s: float, units: int) -> Operation:
    return operation(Kind.STOCK, at_s, "p-1", amount=units)


def wallet(at_s: float, cents: int) -> Operation:
    return operation(Kind.WALLET, at_s, amount=cents)


def stored(status: str) -> Relations:
    """The tables with the one order, over 500 cents."""
    order = Order("o-1", "c-1", "k-1", status, None, 500, status != "PENDING")
    return replace(EMPTY, orders=(order,), order_lines=(OrderLine("o-1", "p-1", 5, 100),))


def history(*operations: Operation, relations: Relations = EMPTY) -> History:
    return History(operations, relations)
