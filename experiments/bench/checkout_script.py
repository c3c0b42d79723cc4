"""The monolith's checkout as a script for pgbench, made from the very statements that it sends.

An order of two lines that is accepted. In place of what the shop's code would compute there are
expressions of pgbench's own variables; the statements are the shop's.
"""

import re
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from shared_domain.catalog.feature import PRICES
from shared_domain.inventory.feature import TAKE_AND_HOLD
from shared_domain.notifications.feature import TELL
from shared_domain.orders.store import ADD, ADD_LINE, FIND_BY_KEY
from shared_domain.payments.feature import TAKE_AND_ENTER

DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
BIND = re.compile(r"%\((\w+)\)s")
ORDER, KEY = "('o-' || :run || '-' || :n)", "('k-' || :run || '-' || :n)"
CUSTOMER = "('c-' || right(:c::TEXT, 5))"
PRODUCTS = ("('p-' || right(:p::TEXT, 4))", "('p-' || right(:q::TEXT, 4))")
NOW, TEXT = "now()", "'-'"
VARIABLES = """\
\\set n :client_id * 100000000 + :serial
\\set serial :serial + 1
\\set c random(100001, 109998)
\\set p random(10001, 10400)
\\set q random(10401, 10800)
"""
_ORDER = {
    "order_id": ORDER, "customer_id": CUSTOMER, "idempotency_key": KEY, "fingerprint": TEXT,
    "status": "'CONFIRMED'", "reason": "NULL", "total_cents": "900", "traceparent": TEXT,
    "placed_at": NOW, "settled_at": NOW,
}  # fmt: skip
_TOLD = {
    "order_id": ORDER, "customer_id": CUSTOMER, "status": "'CONFIRMED'", "text": TEXT,
    "sent_at": NOW,
}  # fmt: skip
_PAID = {"order": ORDER, "customer": CUSTOMER, "cents": "900", "at": NOW, "param_1": "'authorise'"}


def script() -> str:
    """A pgbench script: one order from the first look for its key to the commit."""
    lines = (
        _sql(FIND_BY_KEY, {"customer": CUSTOMER, "key": KEY}),
        _sql(PRICES, dict(zip(("product_ids_1", "product_ids_2"), PRODUCTS, strict=True)), 2),
        "BEGIN",
        "SAVEPOINT step",
        *(_sql(TAKE_AND_HOLD, {"order": ORDER, "product": one, "units": "1"}) for one in PRODUCTS),
        _sql(TAKE_AND_ENTER, _PAID),
        "RELEASE SAVEPOINT step",
        _sql(ADD, _ORDER),
        *(_sql(ADD_LINE, _line(position, one)) for position, one in enumerate(PRODUCTS)),
        _sql(TELL, _TOLD),
        "COMMIT",
    )
    return VARIABLES + "".join(f"{line};\n" for line in lines)


def _line(position: int, product: str) -> dict[str, str]:
    price = {"quantity": "1", "unit_price_cents": "450"}
    return {"order_id": ORDER, "product_id": product, "position": str(position), **price}


def _sql(statement: Executable, values: dict[str, str], expanded: int = 0) -> str:
    """The statement on one line, with these values. KeyError for one that is not given."""
    rendered: Any = statement
    if expanded:
        rendered = rendered.params(product_ids=[""] * expanded)
    compiled = rendered.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    return " ".join(BIND.sub(lambda bind: values[bind[1]], str(compiled)).split())
