"""Settle time of orders in the services against the sum of their hops, from the tables."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
import requests

from experiments.bench.hops import Settled, hops_s, sent_from, settle_against_hops
from experiments.bench.ratio import Pair
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.settle import await_settled
from experiments.stacks.libpq import libpq
from experiments.stacks.local.cores import Split
from experiments.stacks.local.stack import LocalStack
from experiments.topology import INVENTORY, ORDERS, PAYMENTS
from experiments.workload.mixes import ORDERS_ONLY
from experiments.workload.plan import LoadPlan
from experiments.workload.run import start
from shared_domain.messages.forms import read

RATE = 4.0
WARM_UP_S = 5.0
SCORED_S = 15.0
DEADLINE_S = 30.0
ASKED_OUTSIDE = 60
CONFIRMED = "SELECT order_id, placed_at, settled_at FROM orders WHERE status = 'CONFIRMED'"
OUTBOX = "SELECT payload FROM outbox WHERE topic NOT LIKE '%.dead'"
INBOX = "SELECT message_id, handled_at FROM inbox"


def measure(stack: LocalStack, outside_url: str, folder: Path, cores: Split) -> list[Pair]:
    """Milliseconds: an order's time to settle, and the sum of its hops; one pair an order."""
    plan = LoadPlan(stack.gateway_url, 1, RATE, SCORED_S, ORDERS_ONLY, WARM_UP_S)
    load = start(plan, folder, cores.lab if cores.pinned else None)
    report = load.wait()
    await_settled(lambda: fetch(stack.audit_url), DEADLINE_S, lambda _: None)
    orders = [
        order
        for order in (Settled(*row) for row in _rows(stack, ORDERS, CONFIRMED))
        if order.placed_at.timestamp() >= report.wall_s + WARM_UP_S
    ]
    messages = [
        sent_from(read(payload))
        for feature in (ORDERS, INVENTORY, PAYMENTS)
        for (payload,) in _rows(stack, feature, OUTBOX)
    ]
    handled = dict(
        row for feature in (ORDERS, INVENTORY, PAYMENTS) for row in _rows(stack, feature, INBOX)
    )
    return settle_against_hops(orders, hops_s(messages, handled), _outside_s(outside_url))


def _rows(stack: LocalStack, feature: str, query: str) -> Sequence[tuple[Any, ...]]:
    url = libpq(stack.audit_url(feature))
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def _outside_s(url: str) -> float:
    """The median time that the outside world takes to screen, as its caller sees it."""
    session, taken = requests.Session(), []
    for number in range(ASKED_OUTSIDE):
        order = {"order_id": f"o-{number}", "customer_id": "c-00001", "total_cents": 900}
        began = time.perf_counter()
        session.post(f"{url}/screen", json=order, timeout=1).raise_for_status()
        taken.append(time.perf_counter() - began)
    return median(taken)
