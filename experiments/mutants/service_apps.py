"""The composition roots of the services, and the way of a path to the service that answers it."""

from collections.abc import Mapping
from types import ModuleType

from microservices.catalog import app as catalog
from microservices.inventory import app as inventory
from microservices.notifications import app as notifications
from microservices.orders import app as orders
from microservices.payments import app as payments
from microservices.recommendations import app as recommendations
from microservices.tests.arm import Create
from shared_domain.kernel.wrap import Wrap

APPS: Mapping[str, ModuleType] = {
    "catalog": catalog,
    "inventory": inventory,
    "orders": orders,
    "payments": payments,
    "recommendations": recommendations,
    "notifications": notifications,
}
FIRST_PART = {"orders": "orders", "wallet": "payments", "notifications": "notifications"}


def created(name: str, wrap: Wrap) -> Create:
    return lambda config, bus: APPS[name].create_app(config, wrap, bus)


def service_for(path: str) -> str:
    """As the gateway routes it."""
    plain = path.partition("?")[0]
    return "inventory" if plain.endswith("/stock") else FIRST_PART[plain.split("/")[1]]
