"""A request passes the bulkhead before anything is done for it, and leaves it in any case."""

from flask import Flask, g
from flask.globals import request_ctx

from shared_domain.kernel.bulkhead import Bulkhead

ALWAYS_ANSWERED = frozenset(("health", "metrics", "dead_letters"))
"""Blueprints of those who watch the process, since one that is busy must not look dead, and who
mend what it gave up."""


def put_behind(bulkhead: Bulkhead, app: Flask) -> None:
    """A blueprint's name is that of its feature, an endpoint that of the operation."""

    def enter() -> None:
        asked = request_ctx.request
        feature, operation = asked.blueprint, asked.endpoint
        if feature is not None and operation is not None and feature not in ALWAYS_ANSWERED:
            g.compartments = bulkhead.enter(feature, operation)

    def leave(_: BaseException | None) -> None:
        compartments = g.pop("compartments", None)
        if compartments is not None:
            bulkhead.leave(compartments)

    app.before_request(enter)
    app.teardown_request(leave)
