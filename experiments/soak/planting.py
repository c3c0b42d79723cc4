"""What is put into an arm from outside: last units by its keeper, poison by a stranger."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, LiteralString

import psycopg

from experiments.checks.invariants.fetch import CONNECT_TIMEOUT_S
from experiments.soak.carriers import kafka, rabbitmq, rest
from experiments.soak.carriers.pour import Pour
from experiments.soak.ground import Arm, NotSeen
from experiments.stacks.libpq import first_line, libpq
from experiments.topology import KAFKA, RABBITMQ, REST

ONE_EACH: Final = "UPDATE stock SET opening = 1, available = 1 WHERE product_id = ANY(%s)"
JOB: Final = "INSERT INTO notification_jobs (payload) VALUES (%s)"
POURING: Final[Mapping[str, Callable[[Arm], AbstractContextManager[Pour]]]] = {
    KAFKA: kafka.pouring,
    RABBITMQ: rabbitmq.pouring,
    REST: rest.pouring,
}


def leave_one_each(arm: Arm, products: Sequence[str]) -> None:
    """Of products that nobody has ordered."""
    _write(arm, "inventory", ONE_EACH, list(products))


def pouring(arm: Arm) -> AbstractContextManager[Pour]:
    """What puts poison where the arm takes its messages from: as its transport has it or, where it
    has none, into its queue of notifications. Both raise NotSeen where that does not take it."""
    if not arm.topology.sends:
        return nullcontext(lambda poison: _write(arm, "notifications", JOB, poison.text))
    return POURING[arm.topology.transport](arm)


def _write(arm: Arm, feature: str, sql: LiteralString, value: Any) -> None:
    url = libpq(arm.owner_url(feature))
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            connection.execute(sql, (value,))
    except psycopg.Error as error:
        raise NotSeen(f"the tables of {feature} take nothing: {first_line(error)}") from error
