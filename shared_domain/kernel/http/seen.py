"""Requests as they are seen: timed by feature, route and answer, and the spans of a trace."""

import logging
import re
from dataclasses import dataclass
from functools import cache
from time import perf_counter, time_ns

from flask import Flask, Response, g
from flask.globals import request_ctx

from shared_domain.kernel.seeing.here import Entered, Here, enter, leave
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.series import OTHER
from shared_domain.kernel.seeing.span import Kind, Span, attributes_of

log = logging.getLogger(__name__)
PROBES = frozenset({"health", "metrics"})  # they say nothing of the shop
MADE_ORDER = re.compile(r"/orders/([^/]+)\Z")
GATEWAY_TIME = re.compile(r"t=([0-9]{1,10})\.([0-9]{1,9})\Z")
OLDEST_NS = 60 * 1_000_000_000


@dataclass(slots=True)
class _Request:
    began: float
    route: str
    method: str
    here: Here
    entered: Entered
    spans: tuple[Span, ...]
    """Outermost first; none if the trace is not sampled."""


def see_requests(app: Flask, seeing: Seeing) -> None:
    """Every request but the probes'. What is registered before this is not seen."""
    requests = _Requests(seeing)
    app.before_request(requests.begin)
    app.after_request(requests.answer)
    app.teardown_request(requests.end)


class _Requests:
    def __init__(self, seeing: Seeing) -> None:
        self._metrics = seeing.metrics
        self._tracing = seeing.tracing

    def begin(self) -> None:
        asked = request_ctx.request  # flask.request is looked up anew for each attribute
        feature = asked.blueprint or OTHER
        if feature in PROBES:
            return
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
        self._metrics.in_flight.inc()
        g.seen = _Request(perf_counter(), route, method, now, enter(now), spans)

    def answer(self, response: Response) -> Response:
        seen: _Request | None = g.get("seen")
        if seen is None:
            return response
        seconds, status = perf_counter() - seen.began, response.status_code
        self._metrics.request(seen.here.feature, seen.route, seen.method, status, seconds)
        if seen.spans:
            _tell(seen, status, response.headers.get("Location", ""))
        return response

    def end(self, _: BaseException | None) -> None:
        seen: _Request | None = g.pop("seen", None)
        if seen is None:
            return
        leave(seen.entered)
        self._metrics.in_flight.dec()
        for span in reversed(seen.spans):
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


def _tell(seen: _Request, status: int, location: str) -> None:
    """The answer of a sampled request; an order that was made is known by its address."""
    made = MADE_ORDER.search(location)
    if made:
        seen.here.order = made[1]
    for span in seen.spans:
        span.set("http.response.status_code", status)
        if made:
            span.set("cleave.order", made[1])
        if status >= 500:
            span.fail(str(status))
    log.info("%s %s %d", seen.method, seen.route, status)


@cache
def _template(rule: str) -> str:
    """A route as the contract writes it."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)
