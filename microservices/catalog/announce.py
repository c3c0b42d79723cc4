"""The catalog tells the others what it sells."""

from collections.abc import Sequence

from microservices.chassis.outbox import Outbox
from shared_domain.kernel.database import Session
from shared_domain.kernel.trace import new_traceparent
from shared_domain.messages.events import ListedProduct, ProductsListed

TOPIC = "catalog.events"
KEY = "products"
NOBODY = ""  # no customer is behind this


def announce(session: Session, outbox: Outbox, products: Sequence[ListedProduct]) -> None:
    """Store one ProductsListed event, to be sent once the session commits.

    One event, so that a copy is never seen half filled: 1,000 products are about 90 kB, a tenth of
    what a broker takes as one message.
    """
    event = ProductsListed(tuple(products))
    outbox.put(session, TOPIC, event, key=KEY, customer=NOBODY, trace=new_traceparent())
