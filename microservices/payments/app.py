"""The composition root of the payments service."""

from collections.abc import Callable

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.participant import participant
from microservices.chassis.service import Service
from shared_domain.kernel.clock import utc_now
from shared_domain.messages.commands import AuthorisePayment, VoidPayment
from shared_domain.payments.feature import Payments
from shared_domain.payments.routes import payments_routes

Wrap = Callable[[Payments], Payments]


def create_app(config: ServiceConfig, wrap: Wrap = lambda payments: payments) -> Flask:
    service = Service("payments", config)
    payments = wrap(Payments(utc_now))
    perform = participant(payments.handle, service.outbox)
    service.consume(["payments.commands"], {AuthorisePayment: perform, VoidPayment: perform})
    service.start()
    return service.application([payments_routes(payments, service.database)])
