"""The composition root of the payments service."""

from flask import Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.config import ServiceConfig
from microservices.chassis.participant import participant
from microservices.chassis.service import Service
from microservices.chassis.transports import open_bus as by_its_url
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.commands import AuthorisePayment, VoidPayment
from shared_domain.payments.feature import Payments
from shared_domain.payments.routes import payments_routes


def create_app(
    config: ServiceConfig,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = by_its_url,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("payments", config, open_bus, wrap, seeing)
    payments = wrap("payments", Payments(service.now))
    perform = participant(payments.handle, service.outbox)
    service.consume(["payments.commands"], {AuthorisePayment: perform, VoidPayment: perform})
    return service.application([payments_routes(payments, service.database)])
