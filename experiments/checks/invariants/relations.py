"""The relations the checkers look at: for each its feature, its row and its one raw query."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple


class Order(NamedTuple):
    order_id: str
    customer_id: str
    idempotency_key: str
    status: str
    reason: str | None
    total_cents: int
    has_settled_at: bool


class OrderLine(NamedTuple):
    order_id: str
    product_id: str
    quantity: int
    unit_price_cents: int


class Product(NamedTuple):
    product_id: str
    price_cents: int


class Stock(NamedTuple):
    product_id: str
    opening: int
    available: int


class Reservation(NamedTuple):
    order_id: str
    product_id: str
    quantity: int
    is_held: bool


class Wallet(NamedTuple):
    customer_id: str
    opening_cents: int
    balance_cents: int


class LedgerEntry(NamedTuple):
    """Negative cents left the wallet, positive ones came back."""

    order_id: str
    customer_id: str
    kind: str
    amount_cents: int


class Notification(NamedTuple):
    order_id: str
    customer_id: str
    status: str


@dataclass(frozen=True)
class Relations:
    """Everything that was read, each relation in the order of its query."""

    products: tuple[Product, ...]
    stock: tuple[Stock, ...]
    reservations: tuple[Reservation, ...]
    wallets: tuple[Wallet, ...]
    ledger: tuple[LedgerEntry, ...]
    notifications: tuple[Notification, ...]
    orders: tuple[Order, ...]
    order_lines: tuple[OrderLine, ...]


@dataclass(frozen=True)
class Query:
    """`sql` selects the fields of `row` in their order, by name and in a total order, so that
    two readings of the same state are equal."""

    feature: str
    row: type[Any]
    sql: str


QUERIES: Final = {
    "products": Query(
        "catalog",
        Product,
        "SELECT product_id, price_cents FROM products ORDER BY product_id",
    ),
    "stock": Query(
        "inventory",
        Stock,
        "SELECT product_id, opening, available FROM stock ORDER BY product_id",
    ),
    "reservations": Query(
        "inventory",
        Reservation,
        "SELECT order_id, product_id, quantity, released_at IS NULL AS is_held"
        " FROM reservations ORDER BY order_id, product_id",
    ),
    "wallets": Query(
        "payments",
        Wallet,
        "SELECT customer_id, opening_cents, balance_cents FROM wallets ORDER BY customer_id",
    ),
    "ledger": Query(
        "payments",
        LedgerEntry,
        "SELECT order_id, customer_id, kind, amount_cents FROM ledger ORDER BY entry_id",
    ),
    "notifications": Query(
        "notifications",
        Notification,
        "SELECT order_id, customer_id, status FROM notifications ORDER BY order_id, sent_at",
    ),
    "orders": Query(
        "orders",
        Order,
        "SELECT order_id, customer_id, idempotency_key, status, reason, total_cents,"
        " settled_at IS NOT NULL AS has_settled_at FROM orders ORDER BY order_id",
    ),
    "order_lines": Query(
        "orders",
        OrderLine,
        "SELECT order_id, product_id, quantity, unit_price_cents"
        " FROM order_lines ORDER BY order_id, position, product_id",
    ),
}
"""By the name of the field of `Relations`."""
