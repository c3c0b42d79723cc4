"""The composed read, by calls. Compare with `microservices/catalog/product_page.py`.

Stock is read while recommendations are asked for on another thread, by a connection of its own from
the same pool. Nobody waits for that thread while he holds one, so the two never wait in a ring.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from monolith.beside import Beside
from monolith.features import Features
from shared_domain.catalog.routes import ProductPage
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import PROTECTED, Protections
from shared_domain.messages.events import ListedProduct
from shared_domain.recommendations.routes import as_json

log = logging.getLogger(__name__)
THREADS = 8


class CalledPage:
    def __init__(
        self,
        database: Database,
        features: Features,
        timeout_ms: int,
        protections: Protections = PROTECTED,
    ) -> None:
        self._database = database
        self._features = features
        self._beside = Beside("recommendations", timeout_ms, THREADS, protections)

    @property
    def breaker_state(self) -> str:
        """Of the breaker before the recommendations."""
        return self._beside.breaker_state

    def read(self, product_id: str) -> ProductPage:
        """Raises UnknownProduct. Recommendations are None when they are not to be had."""
        with self._database.read() as session:
            product = self._features.catalog.read(session, product_id)
            recommended = self._beside.ask(
                lambda: self._features.recommendations.recommend(product_id)
            )
            available = self._features.inventory.available(session, product_id)
        return ProductPage(product, available, self._shown(recommended))

    def _shown(
        self, recommended: Callable[[], Sequence[ListedProduct]]
    ) -> Sequence[dict[str, Any]] | None:
        try:
            return as_json(recommended())
        except Unavailable:
            return None
        except Exception:  # optional: whatever is wrong with it, the page is not
            log.warning("no recommendations", exc_info=True)
            return None
