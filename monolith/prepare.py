"""Make the database ready: `python -m monolith.prepare`. Running it again changes nothing."""

import os
from pathlib import Path

import shared_domain
from shared_domain.catalog import seed as catalog
from shared_domain.catalog.tables import products
from shared_domain.inventory import seed as inventory
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters import MIGRATIONS as DEAD_LETTERS
from shared_domain.kernel.migrate import upgrade
from shared_domain.kernel.seeding import seed_once
from shared_domain.payments import seed as payments

FEATURES = ("catalog", "inventory", "orders", "payments", "notifications")
DOMAIN = Path(shared_domain.__file__).parent
JOBS = Path(__file__).parent / "migrations"


def prepare(database: Database) -> None:
    with database.engine.begin() as connection:
        domain = [DOMAIN / feature / "migrations" for feature in FEATURES]
        upgrade(connection, [*domain, DEAD_LETTERS, JOBS])
    with database.write() as session:
        seed_once(session, products, [catalog.seed, inventory.seed, payments.seed])


if __name__ == "__main__":
    prepare(Database(os.environ["CLEAVE_DATABASE_URL"], pool_size=1))
