"""Probes, named as Kubernetes names them. Not part of the contract; the gateway hides them."""

import logging
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify

from shared_domain.kernel.down import DOWN

log = logging.getLogger(__name__)

Check = Callable[[], bool]


def health_routes(ready: Mapping[str, Check], startup: Mapping[str, Check]) -> Blueprint:
    """`/health/live`, `/health/ready` and `/health/startup`.

    Each check is True when all is well; a check that raises counts as False. Startup includes
    ready, so that a part is "started" only when it can also serve.
    """
    routes = Blueprint("health", __name__, url_prefix="/health")
    started = {**ready, **startup}

    @routes.get("/live")
    def live() -> Response:
        return jsonify(live=True)

    @routes.get("/ready")
    def answer_ready() -> tuple[Response, int]:
        return _answer(ready)

    @routes.get("/startup")
    def answer_startup() -> tuple[Response, int]:
        return _answer(started)

    return routes


def _answer(checks: Mapping[str, Check]) -> tuple[Response, int]:
    results = {name: _holds(name, check) for name, check in checks.items()}
    return jsonify(results), 200 if all(results.values()) else 503


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except DOWN as error:  # its stack says nothing, and would be told at every look
        log.warning("%s is not ready: %s", name, str(error).partition("\n")[0])
    except Exception:
        log.warning("%s could not be looked at", name, exc_info=True)
    return False
