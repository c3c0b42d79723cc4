"""The composition root: every object of the monolith is made here, once per process."""

from flask import Flask

from monolith.checkout import TransactionCheckout
from monolith.config import Config
from monolith.features import Features
from monolith.notifier import Notifier
from monolith.product_page import THREADS, CalledPage
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import catalog_routes
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.routes import inventory_routes
from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Database
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import health_routes
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.notifications.feature import Notifications
from shared_domain.notifications.routes import notifications_routes
from shared_domain.orders.feature import Orders
from shared_domain.orders.routes import orders_routes
from shared_domain.payments.feature import Payments
from shared_domain.payments.routes import payments_routes
from shared_domain.recommendations.feature import Recommendations
from shared_domain.recommendations.routes import recommendations_routes

NOTIFIER = "cleave-notifier"
CALLS = {
    "catalog.read_product_page": ("inventory",),
    "orders.place_order": ("catalog", "inventory", "payments"),
}
"""What operations call of other features and cannot do without: should one of these hang, they are
what waits for it."""


def create_app(config: Config, wrap: Wrap = unwrapped) -> Flask:
    """The WSGI app, and in its extensions, under NOTIFIER, what works beside it once it is started.
    A release passes `wrap` to replace features before anything uses them."""
    protections = config.protections
    database = Database(config.database_url, config.pool_size, protections)
    threads = config.pool_size + THREADS
    outside = Outside(config.outside_url, config.outside_timeout_ms, threads, protections)
    features = Features()
    notifier = Notifier(Database(config.database_url, pool_size=1), features)
    fill(features, database, outside, notifier, config.scoring_rounds, wrap)
    page = CalledPage(database, features, config.remote_timeout_ms, protections)
    app = http_application(
        "monolith",
        [
            catalog_routes(features.catalog, database, page.read),
            inventory_routes(features.inventory, database),
            orders_routes(features.orders, database),
            payments_routes(features.payments, database),
            recommendations_routes(features.recommendations),
            notifications_routes(features.notifications, database),
            health_routes(ready={"database": database.answers}, startup={}),
        ],
        Bulkhead(protections, CALLS),
    )
    app.extensions[NOTIFIER] = notifier
    return app


def fill(
    features: Features,
    database: Database,
    outside: Outside,
    notifier: Notifier,
    scoring_rounds: int,
    wrap: Wrap = unwrapped,
) -> None:
    """Make every feature, as the release wants it."""
    features.catalog = wrap("catalog", Catalog())
    features.inventory = wrap("inventory", Inventory(utc_now))
    features.payments = wrap("payments", Payments(utc_now))
    features.notifications = wrap("notifications", Notifications(utc_now))
    features.recommendations = wrap(
        "recommendations",
        Recommendations(database, features.of_same_category, outside.rank, scoring_rounds),
    )
    checkout = TransactionCheckout(database, features, notifier, outside.screen, utc_now)
    features.orders = wrap("orders", Orders(database, features.prices, checkout, utc_now, new_uuid))
