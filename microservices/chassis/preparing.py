"""What every service's `prepare.py` does; apart, so that Alembic stays out of the replicas."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Table

import shared_domain
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters import MIGRATIONS as DEAD_LETTERS
from shared_domain.kernel.migrate import upgrade
from shared_domain.kernel.seeding import Seed, seed_once

CHASSIS = Path(__file__).parent / "migrations"
PRODUCT_COPY = Path(__file__).parent / "product_copy" / "migrations"


def migrations_of(feature: str) -> Path:
    return Path(shared_domain.__file__).parent / feature / "migrations"


def prepare(
    migrations: Sequence[Path], first_table: Table | None = None, seeds: Sequence[Seed] = ()
) -> None:
    """Migrate the database of CLEAVE_DATABASE_URL and seed it if it is empty."""
    database = Database(os.environ["CLEAVE_DATABASE_URL"], pool_size=1)
    with database.engine.begin() as connection:
        upgrade(connection, [CHASSIS, DEAD_LETTERS, *migrations])
    if first_table is not None:
        with database.write() as session:
            seed_once(session, first_table, seeds)
    database.engine.dispose()
