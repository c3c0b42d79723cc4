"""The composed read, by calls. Compare with `microservices/catalog/product_page.py`."""

from monolith.features import Features
from shared_domain.catalog.routes import ProductPage
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable
from shared_domain.recommendations.routes import as_json


class CalledPage:
    def __init__(self, database: Database, features: Features) -> None:
        self._database = database
        self._features = features

    def read(self, product_id: str) -> ProductPage:
        """Raises UnknownProduct. Recommendations are None when they are not to be had."""
        with self._database.read() as session:
            product = self._features.catalog.read(session, product_id)
            available = self._features.inventory.available(session, product_id)
        try:
            recommendations = as_json(self._features.recommendations.recommend(product_id))
        except Unavailable:
            return ProductPage(product, available, None)
        return ProductPage(product, available, recommendations)
