"""The composition root: every object of the monolith is made here, once per process."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from flask import Flask

from monolith.checkout import TransactionCheckout
from monolith.config import Config
from monolith.features import NAMES, Features
from monolith.notifier import Notifier
from monolith.product_page import THREADS, CalledPage
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import catalog_routes
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.routes import inventory_routes
from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters.routes import dead_letter_routes
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import health_routes
from shared_domain.kernel.http.metrics import metrics_routes
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.seeing.seeing import Seeing, unseen
from shared_domain.kernel.wrap import Wrap, clock_of, unwrapped
from shared_domain.messages.commands import ScreenRisk
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


def create_app(config: Config, wrap: Wrap = unwrapped, seeing: Seeing | None = None) -> Flask:
    """The WSGI app, and in its extensions, under NOTIFIER, what works beside it once it is started.
    A release passes `wrap` to replace features before anything uses them."""
    seeing = seeing or unseen()
    protections = config.protections
    database = Database(config.database_url, config.pool_size, protections)
    threads = config.pool_size + THREADS
    outside = Outside(config.outside_url, config.outside_timeout_ms, threads, protections)
    features = Features()
    jobs = Database(config.database_url, pool_size=1)
    notifier = Notifier(jobs, features, seeing)
    bulkhead = Bulkhead(protections, CALLS)
    fill(features, database, outside, notifier, config.scoring_rounds, wrap, bulkhead.away)
    page = CalledPage(database, features, config.remote_timeout_ms, protections)
    metrics = seeing.metrics
    metrics.watch_pool("requests", database.connections)
    metrics.watch_pool("jobs", jobs.connections)
    metrics.watch_outbox(notifier.waiting.age_s)
    metrics.watch_breaker("database", lambda: database.breaker_state)
    metrics.watch_breaker("ranking", lambda: outside.ranking_breaker)
    metrics.watch_breaker("recommendations", lambda: page.breaker_state)
    app = http_application(
        "monolith",
        [
            catalog_routes(features.catalog, database, page.read),
            inventory_routes(features.inventory, database),
            orders_routes(features.orders, database),
            payments_routes(features.payments, database),
            recommendations_routes(features.recommendations),
            notifications_routes(features.notifications, database),
            dead_letter_routes(database, notifier.put_again),
            health_routes(ready={"database": database.answers}, startup={}),
            metrics_routes(metrics),
        ],
        seeing,
        bulkhead,
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
    away: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Make every feature, as the release wants it. While the outside world is asked, the thread is
    `away`."""
    now = clock_of(NAMES, wrap)
    features.catalog = wrap("catalog", Catalog())
    features.inventory = wrap("inventory", Inventory(now))
    features.payments = wrap("payments", Payments(now))
    features.notifications = wrap("notifications", Notifications(now))
    features.recommendations = wrap(
        "recommendations",
        Recommendations(database, features.of_same_category, outside.rank, scoring_rounds),
    )

    def screen(command: ScreenRisk) -> None:
        with away():
            outside.screen(command)

    checkout = TransactionCheckout(database, features, notifier, screen, now)
    features.orders = wrap("orders", Orders(database, features.prices, checkout, now, new_uuid))
