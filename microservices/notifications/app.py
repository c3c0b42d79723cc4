"""The composition root of the notifications service. Compare with `monolith/notifier.py`.

What fails here for good, after its retries, is a dead letter, and its customer is told when that is
replayed; so it is on the monolith.
"""

from flask import Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import Service
from microservices.chassis.transports import open_bus as by_its_url
from shared_domain.kernel.database import Session
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import OrderSettled
from shared_domain.notifications.feature import Notifications
from shared_domain.notifications.routes import notifications_routes


def create_app(
    config: ServiceConfig,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = by_its_url,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("notifications", config, open_bus, wrap, seeing)
    notifications = wrap("notifications", Notifications(service.now))

    def tell(session: Session, envelope: Envelope) -> None:
        assert isinstance(envelope.message, OrderSettled)
        notifications.tell(session, envelope.message)

    service.consume(["orders.events"], {OrderSettled: tell})
    return service.application([notifications_routes(notifications, service.database)])
