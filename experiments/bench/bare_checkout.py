"""The barest checkout in Python: the shop's statements through its driver, and nothing else.

What pgbench does, done by psycopg on as many threads as it has clients: no HTTP, no outside world,
no rules. It says what of the distance to pgbench is the language's and its driver's.
"""

import json
import os
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

import psycopg

from experiments.bench.checkout_script import JOB_DONE, PUT_JOB
from shared_domain.catalog.feature import PRICES
from shared_domain.inventory.feature import TAKE_AND_HOLD
from shared_domain.kernel.database import SETTINGS
from shared_domain.kernel.statement import Statement
from shared_domain.notifications.feature import TELL
from shared_domain.orders.store import ADD, FIND_BY_KEY
from shared_domain.payments.feature import TAKE_AND_ENTER

Cursor = psycopg.Cursor[Any]


def place(cursor: Cursor, run: str, client: int, number: int) -> None:
    """One order, by the statements of `checkout_script`."""
    order, key, now = f"o-{run}-{client}-{number}", f"k-{run}-{client}-{number}", datetime.now(UTC)
    customer = f"c-{(number * 31 + client * 1601) % 9998 + 1:05d}"
    products = [f"p-{(number * 7 + client) % 400 + 1:04d}", f"p-{number * 11 % 400 + 401:04d}"]
    told = {"order_id": order, "customer_id": customer, "status": "CONFIRMED", "text": "-"}
    _do(cursor, FIND_BY_KEY, customer=customer, key=key).fetchone()
    _do(cursor, PRICES, product_ids=products).fetchall()
    cursor.execute("BEGIN")
    cursor.execute("SAVEPOINT step")
    _do(cursor, TAKE_AND_HOLD, order=order, products=products, units=[1, 1])
    _do(cursor, TAKE_AND_ENTER, order=order, customer=customer, cents=900, at=now)
    _do(
        cursor, ADD,
        order_id=order, customer_id=customer, idempotency_key=key, fingerprint="-",
        status="CONFIRMED", reason=None, total_cents=900, traceparent="-", placed_at=now,
        settled_at=now, products=products, quantities=[1, 1], prices=[450, 450],
    )  # fmt: skip
    cursor.execute(PUT_JOB.encode())
    _do(cursor, TELL, **told, sent_at=now)
    cursor.execute(JOB_DONE.encode())
    cursor.execute("COMMIT")


def _do(cursor: Cursor, statement: Statement, **values: Any) -> Cursor:
    return cursor.execute(statement.sql, statement.with_literals(values))


def drive(url: str, run: str, seconds: float, clients: int) -> tuple[int, float]:
    """How many orders were placed, and the CPU seconds that took this process."""
    placed = [0] * clients
    connections = [psycopg.connect(url, autocommit=True, options=SETTINGS) for _ in range(clients)]
    began, until = time.process_time(), time.monotonic() + seconds

    def work(client: int) -> None:
        with connections[client].cursor() as cursor:
            while time.monotonic() < until:
                place(cursor, run, client, placed[client])
                placed[client] += 1

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = time.process_time() - began
    for connection in connections:
        connection.close()
    return sum(placed), used


if __name__ == "__main__":
    url = os.environ["CLEAVE_DATABASE_URL"].replace("postgresql+psycopg", "postgresql")
    json.dump(drive(url, sys.argv[1], float(sys.argv[2]), int(sys.argv[3])), sys.stdout)
