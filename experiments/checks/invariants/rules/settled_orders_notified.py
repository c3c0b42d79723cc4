"""The customer hears how it ended, once."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import PENDING, Evidence


def each_settled_order_is_notified_once(evidence: Evidence) -> Iterator[str]:
    """With its final status, to its customer; nobody hears of an order that is PENDING."""
    for order in evidence.relations.orders:
        told = evidence.notifications.get(order.order_id, ())
        due = 0 if order.status == PENDING else 1
        if len(told) != due:
            yield f"order {order.order_id} is {order.status} and was notified {len(told)} times"
        for notification in told if due else ():
            if notification[1:] != (order.customer_id, order.status):
                yield (
                    f"order {order.order_id} of {order.customer_id} is {order.status}, but"
                    f" {notification.customer_id} was notified that it is {notification.status}"
                )
