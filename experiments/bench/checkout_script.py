"""The monolith's checkout as a script for pgbench, made from the very statements that it sends.

An order of two lines that is accepted, and its notification. In place of what the shop's code would
compute there are expressions of pgbench's own variables; the statements are the shop's. The shop
notifies many customers in a transaction of its own; here each is told in its order's.
"""

import re

from shared_domain.catalog.feature import PRICES
from shared_domain.inventory.feature import TAKE_AND_HOLD
from shared_domain.kernel.statement import Statement
from shared_domain.notifications.feature import TELL
from shared_domain.orders.store import ADD, FIND_BY_KEY
from shared_domain.payments.feature import TAKE_AND_ENTER

BIND = re.compile(r"%\((\w+)\)s")
ORDER, KEY = "('o-' || :run || '-' || :n)", "('k-' || :run || '-' || :n)"
CUSTOMER = "('c-' || right(:c::TEXT, 5))"
PRODUCTS = "ARRAY['p-' || right(:p::TEXT, 4), 'p-' || right(:q::TEXT, 4)]"
NOW, TEXT = "now()", "'-'"
PUT_JOB = "INSERT INTO notification_jobs (payload) VALUES ('-')"
JOB_DONE = "DELETE FROM notification_jobs WHERE job_id = currval('notification_jobs_job_id_seq')"
"""What `monolith/notification_jobs.py` does; the lab knows the arms only from outside. Gone with
its order's transaction, a job is never seen by the monolith, which shares the database."""

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
    "products": PRODUCTS, "quantities": "ARRAY[1, 1]", "prices": "ARRAY[450, 450]",
}  # fmt: skip
_TOLD = {
    "order_id": ORDER, "customer_id": CUSTOMER, "status": "'CONFIRMED'", "text": TEXT,
    "sent_at": NOW,
}  # fmt: skip
_HELD = {"order": ORDER, "products": PRODUCTS, "units": "ARRAY[1, 1]"}
_PAID = {"order": ORDER, "customer": CUSTOMER, "cents": "900", "at": NOW}


def script() -> str:
    """A pgbench script: one order from the first look for its key to the commit."""
    lines = (
        _sql(FIND_BY_KEY, {"customer": CUSTOMER, "key": KEY}),
        _sql(PRICES, {"product_ids": PRODUCTS}),
        "BEGIN",
        "SAVEPOINT step",
        _sql(TAKE_AND_HOLD, _HELD),
        _sql(TAKE_AND_ENTER, _PAID),
        _sql(ADD, _ORDER),
        PUT_JOB,
        _sql(TELL, _TOLD),
        JOB_DONE,
        "COMMIT",
    )
    return VARIABLES + "".join(f"{line};\n" for line in lines)


def _sql(statement: Statement, values: dict[str, str]) -> str:
    """The statement on one line, with these values. KeyError for one that is not given."""
    literals = {name: f"'{value}'" for name, value in statement.literals.items()}
    sql = statement.sql.decode()
    return " ".join(BIND.sub(lambda bind: (values | literals)[bind[1]], sql).split())
