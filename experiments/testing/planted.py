"""Deviations from the contract to plant in a MemoryShop: each makes one sentence of the suite fail.

A deviation is a function of the shop; what it returns, if anything, wraps the WSGI application.
"""

import io
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Response

from experiments.testing.memory_features import MemoryCatalog
from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.memory_shop import MemoryShop
from shared_domain.catalog.feature import Query
from shared_domain.kernel.clock import utc_now
from shared_domain.kernel.errors import Reason
from shared_domain.orders.order import Order, Status

Change = Callable[[Flask], Any]
Deviation = Callable[[MemoryShop], Change | None]
Rewrite = Callable[[Response, Any], Any]


def answers_with(rewrite: Rewrite, only: str = "") -> Deviation:
    """Change every JSON answer, or those of one endpoint: `rewrite` edits the body or gives one."""

    def plant(_: MemoryShop) -> Change:
        def change(app: Flask) -> Flask:
            from flask import request

            @app.after_request
            def rewritten(response: Response) -> Response:
                if only in str(request.endpoint):
                    body = response.get_json(silent=True, force=True)
                    changed = rewrite(response, body)
                    response.set_data(json.dumps(body if changed is None else changed))
                return response

            return app

        return change

    return plant


def asks_with(rewrite: Callable[[dict[str, Any]], None]) -> Deviation:
    """Change every request before the shop sees it, so that it accepts what it must not."""

    def plant(_: MemoryShop) -> Change:
        def change(app: Flask) -> Any:
            def changed(environ: dict[str, Any], start_response: Any) -> Any:
                rewrite(environ)
                return app(environ, start_response)

            return changed

        return change

    return plant


def rewritten_body(rewrite: Callable[[bytes], bytes]) -> Deviation:
    def change(environ: dict[str, Any]) -> None:
        body = rewrite(environ["wsgi.input"].read())
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)

    return asks_with(change)


def status(code: int, instead_of: int) -> Deviation:
    def rewrite(response: Response, _: Any) -> None:
        if response.status_code == instead_of:
            response.status_code = code

    return answers_with(rewrite)


def without_header(name: str) -> Deviation:
    return answers_with(lambda response, _: response.headers.remove(name))


def with_field(endpoint: str, name: str, value: Any) -> Deviation:
    return answers_with(lambda _, body: body.update({name: value}), endpoint)


def errors_as(content_type: str) -> Deviation:
    def rewrite(response: Response, _: Any) -> None:
        if response.status_code >= 400:
            response.content_type = content_type

    return answers_with(rewrite)


def errors_without(field: str) -> Deviation:
    def rewrite(response: Response, body: Any) -> None:
        if response.status_code >= 400:
            del body[field]

    return answers_with(rewrite)


def float_money(_: Response, body: Any) -> None:
    if "balance_cents" in body:
        body["balance_cents"] = float(body["balance_cents"])


def orders_like(kind: type[MemoryOrders], **more: int) -> Deviation:
    """Put another implementation of orders in the shop."""

    def plant(shop: MemoryShop) -> None:
        shop.orders = kind(shop.memory, **more)

    return plant


def catalog_like(kind: type[MemoryCatalog]) -> Deviation:
    def plant(shop: MemoryShop) -> None:
        shop.catalog = kind(shop.memory)

    return plant


class ForWrongReasons(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        return Reason.FAILED if super().refusal(order) else None


class KeepingTheStock(MemoryOrders):
    """A refused payment is not compensated."""

    def settled(self, order: Order) -> Order:
        settled = super().settled(order)
        if settled.reason is Reason.PAYMENT_DECLINED:
            for line in order.lines:
                self.memory.stock[line.product_id] -= line.quantity
        return settled


class ChargingTwice(MemoryOrders):
    def settled(self, order: Order) -> Order:
        self.memory.wallets[order.customer_id] -= order.total_cents
        return super().settled(order)


class Overselling(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        last = [line.product_id for line in order.lines] == ["p-0999"]
        if last and reason is Reason.OUT_OF_STOCK:
            self.memory.stock["p-0999"] += 1
            return None
        return reason


class Forgetful(MemoryOrders):
    """No key is ever seen again."""

    def earlier(self, request: Any) -> Order | None:
        return None


class ForgetfulInARace(MemoryOrders):
    """Of the requests with one key, the second does not see the first."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.turns = itertools.count()

    def earlier(self, request: Any) -> Order | None:
        return super().earlier(request) if next(self.turns) % 2 else None


class Lenient(MemoryOrders):
    """A reused key gives the old order, whatever is asked for."""

    def earlier(self, request: Any) -> Order | None:
        found = super().earlier(request)
        return replace(found, fingerprint=_Anything()) if found else None


class _Anything(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __ne__(self, other: object) -> bool:
        return False


class KeysOfEverybody(MemoryOrders):
    def earlier(self, request: Any) -> Order | None:
        own = (
            each for each in self.memory.orders if each.idempotency_key == request.idempotency_key
        )
        return next(own, None)


class Indiscreet(MemoryOrders):
    def read(self, session: Any, customer_id: str, order_id: str) -> Order:
        for order in self.memory.orders:
            if order.order_id == order_id:
                return order
        return super().read(session, customer_id, order_id)


class ListingEverybodys(MemoryOrders):
    def newest(
        self, session: Any, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return self.memory.orders[::-1][:limit]


class OldestFirst(MemoryOrders):
    def newest(
        self, session: Any, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return super().newest(session, customer_id, limit, after)[::-1]


class TellingTwice(MemoryOrders):
    def tell(self, order: Order) -> None:
        super().tell(order)
        super().tell(order)


class TellingEverybody(MemoryOrders):
    def tell(self, order: Order) -> None:
        for customer in self.memory.wallets:
            super().tell(replace(order, customer_id=customer))


class Restless(MemoryOrders):
    """A settled order changes each time it is read."""

    def as_shown(self, order: Order) -> Order:
        return replace(order, settled_at=utc_now())


class InAnotherTimeZone(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, placed_at=order.placed_at.astimezone(timezone(timedelta(hours=9))))


class NeverSettledAt(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, settled_at=None)


class WavingThrough(MemoryOrders):
    """An order that could not be screened is confirmed."""

    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        return None if reason is Reason.SCREENING_UNAVAILABLE else reason


class StayingPending(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, status=Status.PENDING, reason=None, settled_at=None)


class LosingOneAPage(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        return super().search(session, replace(query, limit=query.limit + 1))[1:]


class WithWildcards(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        text = None if query.text in ("%", "_") else query.text
        return super().search(session, replace(query, text=text))


def stale_page(shop: MemoryShop) -> None:
    read_page = shop.read_page
    shop.read_page = lambda product_id: replace(  # type: ignore[method-assign]
        read_page(product_id), available=100_001
    )


def whole_page_or_none(shop: MemoryShop) -> None:
    read_page = shop.read_page

    def page(product_id: str) -> Any:
        shop.recommendations.recommend(product_id)
        return read_page(product_id)

    shop.read_page = page  # type: ignore[method-assign]


def health_for_all(_: MemoryShop) -> Change:
    def change(app: Flask) -> Flask:
        app.add_url_rule("/health/live", "live", lambda: {"live": True})
        return app

    return change


def anybody(environ: dict[str, Any]) -> None:
    environ["HTTP_X_CUSTOMER_ID"] = environ.get("HTTP_X_CUSTOMER_ID") or "c-00001"


def any_kind(environ: dict[str, Any]) -> None:
    if environ["REQUEST_METHOD"] == "POST":
        environ["CONTENT_TYPE"] = "application/json"


def no_key(environ: dict[str, Any]) -> None:
    environ["HTTP_IDEMPOTENCY_KEY"] = environ.get("HTTP_IDEMPOTENCY_KEY") or "the same for all"


def narrow_limits(environ: dict[str, Any]) -> None:
    """Limits above 5 are treated as unreadable."""
    limit = parse_qs(environ["QUERY_STRING"]).get("limit", ["1"])[0]
    if limit.isdigit() and int(limit) > 5:
        environ["QUERY_STRING"] = "limit=none"


def no_query(environ: dict[str, Any]) -> None:
    """Whatever is asked for is ignored."""
    environ["QUERY_STRING"] = ""


def clients_price(body: bytes) -> bytes:
    return body.replace(b', "unit_price_cents": 1', b"").replace(b', "price_cents": 1', b"")
