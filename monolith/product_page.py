"""The composed read, by calls. Compare with `microservices/catalog/product_page.py`."""

import logging
from collections.abc import Sequence
from typing import Any

from monolith.features import Features
from shared_domain.catalog.routes import ProductPage
from shared_domain.kernel.database import Database
from shared_domain.recommendations.routes import as_json

log = logging.getLogger(__name__)


class CalledPage:
    def __init__(self, database: Database, features: Features) -> None:
        self._database = database
        self._features = features

    def read(self, product_id: str) -> ProductPage:
        """Raises UnknownProduct. Recommendations are None when they are not to be had."""
        with self._database.read() as session:
            product = self._features.catalog.read(session, product_id)
            available = self._features.inventory.available(session, product_id)
        return ProductPage(product, available, self._recommended(product_id))

    def _recommended(self, product_id: str) -> Sequence[dict[str, Any]] | None:
        try:
            return as_json(self._features.recommendations.recommend(product_id))
        except Exception:  # optional: whatever is wrong with it, the page is not
            log.warning("no recommendations for %s", product_id, exc_info=True)
            return None
