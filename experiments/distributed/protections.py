"""What keeps orders right on six services although messages are disturbed, and where that stands.

A table stands for the migration that makes it, too.
"""

from typing import Final

from experiments.distributed.passages import Passage
from experiments.distributed.protection import Protection
from experiments.distributed.releases import (
    BELIEVING,
    CHARGING,
    GIVING_BACK,
    HOLDING,
    HOPING,
    TELLING,
)

CHASSIS: Final = "microservices/chassis"
SAGA: Final = "microservices/orders/saga.py"
STOCK: Final = "shared_domain/inventory"
ORDER_KEY: Final = 'Column("order_id", Text, primary_key=True)'
PRODUCT_KEY: Final = 'Column("product_id", Text, primary_key=True)'

INBOX: Final = (
    Passage(f"{CHASSIS}/tables.py", "inbox"),
    Passage(f"{CHASSIS}/inbox.py", "REMEMBER"),
    Passage(f"{CHASSIS}/inbox.py", "first_time"),
    Passage(f"{CHASSIS}/consumer.py", "Consumer._handle_once", "self._is_new(session, envelope)"),
    Passage(f"{CHASSIS}/consumer.py", "Consumer._is_new", "first_time(session, envelope.id)"),
    Passage(f"{CHASSIS}/outbox.py", "Outbox.put", "self._new_id()"),
)
"""A message has an id, and is remembered by it together with what it did."""

OUTBOX: Final = (
    Passage(f"{CHASSIS}/tables.py", "outbox"),
    Passage(f"{CHASSIS}/outbox.py", "PUT"),
    Passage(f"{CHASSIS}/outbox.py", "Stored"),
    Passage(f"{CHASSIS}/outbox.py", "Outbox"),
    *(
        Passage(f"{CHASSIS}/unsent.py", name)
        for name in ("IN_LANE", "UNSENT", "IS_ANY", "LOCKED", "TAKE", "SENT", "MARK")
    ),
    *(Passage(f"{CHASSIS}/unsent.py", name) for name in ("is_any", "take", "mark", "_values")),
    Passage(f"{CHASSIS}/lane.py", "Lane"),
    Passage(f"{CHASSIS}/relay.py", "Relay"),
    Passage(f"{CHASSIS}/kafka_bus.py", "KafkaPublisher.publish"),
)

PROTECTIONS: Final = (
    Protection(
        "charged once",
        "An order's money is taken once, however often it is asked for.",
        "duplicate",
        (*INBOX, Passage("shared_domain/payments/tables.py", "ledger", "ledger_once_per_order")),
        CHARGING,
    ),
    Protection(
        "held once",
        "An order's units are held once.",
        "duplicate",
        (
            *INBOX,
            Passage(f"{STOCK}/tables.py", "reservations", ORDER_KEY),
            Passage(f"{STOCK}/tables.py", "reservations", PRODUCT_KEY),
        ),
        HOLDING,
    ),
    Protection(
        "given back once",
        "A compensation that comes again gives nothing back again.",
        "duplicate",
        (
            *INBOX,
            Passage(f"{STOCK}/tables.py", "reservations", '"released_at"'),
            Passage(f"{STOCK}/feature.py", "RELEASED", "released_at=bindparam"),
        ),
        GIVING_BACK,
    ),
    Protection(
        "told once",
        "A customer hears once how an order has ended.",
        "duplicate",
        (*INBOX, Passage("shared_domain/notifications/tables.py", "notifications", ORDER_KEY)),
        TELLING,
    ),
    Protection(
        "only what is awaited",
        "An answer that comes again, or late, finds its saga elsewhere and moves nothing.",
        "duplicate",
        (
            *INBOX,
            Passage("microservices/orders/tables.py", "sagas", '"awaiting"'),
            Passage(SAGA, "HOLD"),
            Passage(SAGA, "ADVANCE"),
            Passage(SAGA, "Saga.advance", "saga.awaiting != reply.command"),
            Passage(SAGA, "Saga._remember"),
        ),
        BELIEVING,
    ),
    Protection(
        "sent until stored",
        "A message counts as sent once the broker has stored it, and is kept until then.",
        "partition",
        OUTBOX,
        HOPING,
        loses=True,
    ),
)
