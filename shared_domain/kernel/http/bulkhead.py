"""A request passes the bulkhead before anything is done for it, and leaves it in any case."""

from flask.globals import request_ctx
from flask.typing import ResponseReturnValue

from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.http.seen import SeenFlask
from shared_domain.kernel.seeing.seeing import Seeing

ALWAYS_ANSWERED = frozenset(("health", "metrics", "dead_letters"))
"""Blueprints of those who watch the process, since one that is busy must not look dead, and who
mend what it gave up."""


class BulkheadFlask(SeenFlask):
    """Within what is seen, so that those who are refused are seen too. A blueprint's name is that
    of its feature, an endpoint that of the operation."""

    def __init__(self, name: str, seeing: Seeing, bulkhead: Bulkhead) -> None:
        super().__init__(name, seeing)
        self._bulkhead = bulkhead

    def dispatch_request(self) -> ResponseReturnValue:
        asked = request_ctx.request
        feature, operation = asked.blueprint, asked.endpoint
        if feature is None or operation is None or feature in ALWAYS_ANSWERED:
            return super().dispatch_request()
        place = self._bulkhead.enter(feature, operation)
        try:
            return super().dispatch_request()
        finally:
            self._bulkhead.leave(place)
