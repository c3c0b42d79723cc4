"""The shop makes the prices."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence


def prices_are_set_by_the_shop(evidence: Evidence) -> Iterator[str]:
    """Every line has the catalog's price, and every total is the sum of its lines.

    Holds for a catalog whose prices do not change while orders are placed.
    """
    prices = {product.product_id: product.price_cents for product in evidence.relations.products}
    for order in evidence.relations.orders:
        lines = evidence.lines.get(order.order_id, ())
        for line in lines:
            price = prices.get(line.product_id)
            if line.unit_price_cents != price:
                yield (
                    f"order {order.order_id} pays {line.unit_price_cents} cents for"
                    f" {line.product_id}, {_listed(price)}"
                )
            if line.quantity <= 0:
                yield f"order {order.order_id} has {line.quantity} units of {line.product_id}"
        total = sum(line.quantity * line.unit_price_cents for line in lines)
        if total != order.total_cents or not lines:
            yield (
                f"order {order.order_id} of {order.customer_id} costs {order.total_cents} cents,"
                f" but its {len(lines)} lines add up to {total}"
            )


def _listed(price: int | None) -> str:
    return "which is not listed" if price is None else f"which costs {price}"
