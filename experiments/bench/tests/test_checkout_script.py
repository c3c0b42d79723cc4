"""The script for pgbench does to the tables what a checkout does."""

import os
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from experiments.bench import bare_checkout, checkout_script
from experiments.bench.checkout_script import script
from experiments.stacks.local.places import REPOSITORY, open_places
from experiments.stacks.local.postgres import open_postgres
from experiments.testing.postgres import NewDatabase
from shared_domain.catalog import seed as catalog
from shared_domain.inventory import seed as inventory
from shared_domain.kernel.database import SETTINGS, Database
from shared_domain.payments import seed as payments

ORDERS = 5
MONOLITH = ("catalog", "inventory", "orders", "payments", "notifications")


@pytest.fixture
def shop(new_database: NewDatabase) -> Iterator[Database]:
    migrations = [REPOSITORY / "shared_domain" / each / "migrations" for each in MONOLITH]
    url = new_database([*migrations, REPOSITORY / "monolith" / "migrations"])
    database = Database(url, pool_size=1)
    with database.write() as session:
        for feature in (catalog, inventory, payments):
            feature.seed(session)
    yield database
    database.engine.dispose()


def run_script(shop: Database, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("pgbench") / "checkout.sql"
    file.write_text(script())
    url = shop.engine.url
    done = subprocess.run(
        [
            open_postgres(open_places()).program("pgbench"),
            *("--transactions", str(ORDERS), "--no-vacuum", "--protocol", "prepared"),
            *("--define", "run=1", "--define", "serial=0", "--file", str(file)),
            *("--host", str(url.query["host"]), "--username", "postgres", url.database or ""),
        ],
        env={**os.environ, "PGOPTIONS": SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def count(shop: Database, what: str) -> int:
    with shop.read() as session:
        return int(session.scalar(text(f"SELECT {what}")))


def test_every_order_of_the_script_is_whole(
    shop: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = run_script(shop, tmp_path_factory)
    assert "number of failed transactions: 0" in said
    check_orders_are_whole(shop)


def test_the_bare_process_does_the_same(shop: Database) -> None:
    url = shop.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        for number in range(ORDERS):
            bare_checkout.place(cursor, "1", 0, number)
    check_orders_are_whole(shop)


def check_orders_are_whole(shop: Database) -> None:
    assert count(shop, "count(*) FROM orders WHERE status = 'CONFIRMED'") == ORDERS
    assert count(shop, "count(*) FROM order_lines") == 2 * ORDERS
    assert count(shop, "count(*) FROM reservations") == 2 * ORDERS
    assert count(shop, "count(*) FROM notifications") == ORDERS
    assert count(shop, "count(*) FROM notification_jobs") == 0
    assert count(shop, "count(*) FROM ledger WHERE amount_cents = -900") == ORDERS
    assert count(shop, "sum(opening - available) FROM stock") == 2 * ORDERS
    assert count(shop, "sum(opening_cents - balance_cents) FROM wallets") == 900 * ORDERS


def test_a_value_that_a_statement_needs_and_the_script_lacks_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(checkout_script._PAID, "cents")
    with pytest.raises(KeyError, match="cents"):
        script()
