"""All six services in one process: real databases, the bus in memory, and no threads.

A test moves every message itself, in whatever order it likes.
"""

import os
import runpy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest import mock

from flask import Flask
from flask.testing import FlaskClient

from microservices.catalog import app as catalog
from microservices.catalog.config import Config as CatalogConfig
from microservices.chassis.bus import Delivery
from microservices.chassis.config import ServiceConfig
from microservices.chassis.consumer import Consumer
from microservices.chassis.service import service_of
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.inventory import app as inventory
from microservices.notifications import app as notifications
from microservices.orders import app as orders
from microservices.orders.config import Config as OrdersConfig
from microservices.orders.screening import Screening
from microservices.payments import app as payments
from microservices.recommendations import app as recommendations
from microservices.recommendations.config import Config as RecommendationsConfig
from shared_domain.messages.commands import ScreenRisk

SERVICES = ("catalog", "inventory", "orders", "payments", "recommendations", "notifications")
Waiting = tuple[str, Delivery]
"""A message and the service that has not handled it yet."""


class Arm:
    """`urls` are the services' databases, prepared; `outside_url` and `mesh_url` what they call."""

    def __init__(self, urls: Mapping[str, str], outside_url: str, mesh_url: str) -> None:
        self.broker = MemoryBroker()
        common = {"pool_size": 2, "kafka": ""}
        outside = {"outside_url": outside_url, "outside_timeout_ms": 2000}
        open_bus = self.broker.open

        def about(name: str) -> dict[str, object]:
            return {**common, "database_url": urls[name], "replica": f"{name}-1"}
