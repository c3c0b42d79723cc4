"""What the checkout asks of a feature. Each names the order it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    product_id: str
    quantity: int


@dataclass(frozen=True)
class ScreenRisk:
    order_id: str
    customer_id: str
    total_cents: int


@dataclass(frozen=True)
class ReserveStock:
    order_id: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReleaseStock:
    order_id: str


@dataclass(frozen=True)
class AuthorisePayment:
    order_id: str
    customer_id: str
    total_cents: int


@dataclass(frozen=True)
class VoidPayment:
    order_id: str


@dataclass(frozen=True)
class ConfirmOrder:
    order_id: str


Refusable = ReserveStock | AuthorisePayment
"""Sent to another service, which may say no."""
Command = ScreenRisk | ReserveStock | ReleaseStock | AuthorisePayment | VoidPayment | ConfirmOrder
