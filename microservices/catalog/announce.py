"""The catalog tells the others what it sells."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from microservices.chassis.outbox import Outbox
from shared_domain.kernel.trace import new_traceparent
from shared_domain.messages.events import ListedProduct, ProductsListed

BATCH = 100  # products a message: about 10 kB
TOPIC = "catalog.events"
NOBODY = ""  # no customer is behind this


def announce(session: Session, outbox: Outbox, products: Sequence[ListedProduct]) -> None:
    """Store ProductsListed events for `products`, to be sent once the session commits."""
    trace = new_traceparent()
    for start in range(0, len(products), BATCH):
        event = ProductsListed(tuple(products[start : start + BATCH]))
        key = event.products[0].product_id
        outbox.put(session, TOPIC, event, key=key, customer=NOBODY, trace=trace)
