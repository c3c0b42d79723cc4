"""The six features, each under its name. Others reach a feature only through this registry."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from shared_domain.catalog.feature import Catalog
from shared_domain.inventory.feature import Inventory
from shared_domain.kernel.database import Session
from shared_domain.messages.events import ListedProduct
from shared_domain.notifications.feature import Notifications
from shared_domain.orders.feature import Orders
from shared_domain.payments.feature import Payments
from shared_domain.recommendations.feature import Recommendations

NAMES: Final = (
    "catalog",
    "inventory",
    "payments",
    "notifications",
    "recommendations",
    "orders",
)


class Features:
    """Filled by the composition root, with what a release makes of each; looked up at each use,
    never copied, because features are made before those that they reach."""

    catalog: Catalog
    inventory: Inventory
    payments: Payments
    notifications: Notifications
    recommendations: Recommendations
    orders: Orders

    def prices(self, session: Session, product_ids: Collection[str]) -> Mapping[str, int]:
        return self.catalog.prices(session, product_ids)

    def of_same_category(self, session: Session, product_id: str) -> Sequence[ListedProduct]:
        return self.catalog.of_same_category(session, product_id)
