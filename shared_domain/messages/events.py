"""What a feature tells everyone who cares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListedProduct:
    product_id: str
    name: str
    category: str
    price_cents: int


@dataclass(frozen=True)
class ProductsListed:
    """Products as they now stand. A copy takes them over as told."""

    products: tuple[ListedProduct, ...]


@dataclass(frozen=True)
class OrderSettled:
    order_id: str
    customer_id: str
    status: str
    reason: str | None
    total_cents: int


Event = ProductsListed | OrderSettled
