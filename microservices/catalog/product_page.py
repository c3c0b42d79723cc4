"""The composed read, by HTTP. Compare with `monolith/product_page.py`.

Stock and recommendations are asked for side by side. The stock is required: without it there is
no page (503). The recommendations are optional: without them the page is shown all the same.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import ProductPage
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import PROTECTED, Protections
from shared_domain.kernel.remote import Remote
from shared_domain.kernel.seeing.here import carried

log = logging.getLogger(__name__)
THREADS = 8


class RemotePage:
    def __init__(
        self,
        catalog: Catalog,
        database: Database,
        inventory: Remote,
        recommendations: Remote,
        protections: Protections = PROTECTED,
    ) -> None:
        self._catalog = catalog
        self._database = database
        self._inventory = inventory
        self._recommendations = recommendations
        self._beside = ThreadPoolExecutor(protections.threads(THREADS), thread_name_prefix="page")

    def read(self, product_id: str) -> ProductPage:
        """Raises UnknownProduct, and Unavailable when the inventory does not answer."""
        with self._database.read() as session:
            product = self._catalog.read(session, product_id)
        recommendations = self._beside.submit(carried(partial(self._recommended, product_id)))
        try:
            available = self._inventory.get(f"/products/{product_id}/stock", "available")
        except Unavailable:
            recommendations.cancel()
            raise
        return ProductPage(product, available, recommendations.result())

    def _recommended(self, product_id: str) -> Sequence[dict[str, Any]] | None:
        path = f"/products/{product_id}/recommendations"
        try:
            shown: Sequence[dict[str, Any]] = self._recommendations.get(path, "recommendations")
        except Unavailable:
            return None
        except Exception:  # optional: whatever is wrong with it, the page is not
            log.warning("no recommendations", exc_info=True)
            return None
        return shown
