"""Requests as they are seen: timed by feature, route and answer, and the spans of a trace."""

import logging
import re
from collections.abc import Sequence
from functools import cache
from http.client import INTERNAL_SERVER_ERROR
from time import perf_counter, time_ns

from flask import Flask, Response
from flask.globals import request_ctx

from shared_domain.kernel.seeing.here import Here, enter, leave
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.series import OTHER
from shared_domain.kernel.seeing.span import Kind, Span, attributes_of

log = logging.getLogger(__name__)
PROBES = frozenset({"health", "metrics"})  # they say nothing of the shop
MADE_ORDER = re.compile(r"/orders/([^/]+)\Z")
GATEWAY_TIME = re.compile(r"t=([0-9]{1,10})\.([0-9]{1,9})\Z")
OLDEST_NS = 60 * 1_000_000_000


class SeenFlask(Flask):
    """Sees every request but the probes'.

    All around Flask's own handling, and not by its hooks: those hand nothing over to one another
    but through `g`, which would be half of the price.
    """

    def __init__(self, name: str, seeing: Seeing) -> None:
        super().__init__(name, static_folder=None)
        self._metrics = seeing.metrics
        self._tracing = seeing.tracing
        self._in_flight: set[Here] = set()
        seeing.metrics.watch_requests(self._in_flight.__len__)

    def full_dispatch_request(self) -> Response:
        asked = request_ctx.request  # flask.request is looked up anew for each attribute
        feature = asked.blueprint or OTHER
        if feature in PROBES:
            return super().full_dispatch_request()
        route, method, rule = OTHER, OTHER, asked.url_rule
        if rule is not None:
            route, method = _template(rule.rule), asked.method
        given = asked.environ.get("HTTP_TRACEPARENT")
        order = asked.view_args.get("order_id", "") if asked.view_args else ""
        spans: tuple[Span, ...] = ()
        if self._tracing.recording:
            gateway = asked.environ.get("HTTP_X_REQUEST_START")
            spans = self._begun(feature, order, route, method, given, gateway)
        now = Here(feature, given, order, spans[-1] if spans else None)
        return self._seen(now, spans, route, method)

    def _seen(self, now: Here, spans: Sequence[Span], route: str, method: str) -> Response:
        entered, status, began = enter(now), INTERNAL_SERVER_ERROR, perf_counter()
        self._in_flight.add(now)
        try:
            response = super().full_dispatch_request()
            status = response.status_code
            if spans:
                _tell(now, spans, f"{method} {route}", response)
            return response
        finally:
            seconds = perf_counter() - began
            self._metrics.request(now.feature, route, method, status, seconds, now.recorded)
            self._in_flight.discard(now)
            leave(entered)
            for span in reversed(spans):
                span.end()

    def _begun(
        self,
        feature: str,
        order: str,
        route: str,
        method: str,
        given: str | None,
        gateway: str | None,
    ) -> tuple[Span, ...]:
        """The gateway's span, if it said when it got the request, and this replica's within it."""
        name = f"{method} {route}"
        asked = {"http.request.method": method, "http.route": route}
        said = attributes_of(feature, order, asked)
        begun_ns = gateway_began_ns(gateway, time_ns())
        if begun_ns is None:
            own = self._tracing.begin(name, Kind.SERVER, given, said)
            return () if own is None else (own,)
        of_gateway = attributes_of(feature, order, {"cleave.part": "gateway"})
        outer = self._tracing.begin("gateway", Kind.SERVER, given, of_gateway, begun_ns)
        return () if outer is None else (outer, outer.child(name, Kind.SERVER, said))


def gateway_began_ns(header: str | None, now_ns: int) -> int | None:
    """When the gateway got the request, in nanoseconds since 1970; None if it does not say, or says
    what cannot be."""
    found = GATEWAY_TIME.match(header) if header else None
    if found is None:
        return None
    began_ns = int(found[1]) * 1_000_000_000 + int(found[2].ljust(9, "0"))
    return began_ns if 0 <= now_ns - began_ns <= OLDEST_NS else None


def _tell(now: Here, spans: Sequence[Span], asked: str, response: Response) -> None:
    """The answer of a sampled request; an order that was made is known by its address."""
    status = response.status_code
    made = MADE_ORDER.search(response.headers.get("Location", ""))
    if made:
        now.order = made[1]
    for span in spans:
        span.set("http.response.status_code", status)
        if made:
            span.set("cleave.order", made[1])
        if status >= 500:
            span.fail(str(status))
    log.info("%s %d", asked, status)


@cache
def _template(rule: str) -> str:
    """A route as the contract writes it."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)
