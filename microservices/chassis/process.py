"""What every service's `main.py` and `prepare.py` do, so that those hold only names."""

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import Table

import shared_domain
from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import service_of
from shared_domain.kernel.config import read_config
from shared_domain.kernel.database import Database
from shared_domain.kernel.migrate import upgrade
from shared_domain.kernel.seeding import Seed, seed_once

C = TypeVar("C", bound=ServiceConfig)
CHASSIS = Path(__file__).parent / "migrations"
PRODUCT_COPY = Path(__file__).parent / "product_copy" / "migrations"


def serve(create: Callable[[C], Flask], config: type[C]) -> Flask:
    """Make the app and start what works beside it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kafka").setLevel(logging.ERROR)
    app = create(read_config(config, os.environ))
    service_of(app).start()
    return app


def migrations_of(feature: str) -> Path:
    return Path(shared_domain.__file__).parent / feature / "migrations"


def prepare(
    migrations: Sequence[Path], first_table: Table | None = None, seeds: Sequence[Seed] = ()
) -> None:
    """Migrate the database of CLEAVE_DATABASE_URL and seed it if it is empty."""
    database = Database(os.environ["CLEAVE_DATABASE_URL"], pool_size=1)
    with database.engine.begin() as connection:
        upgrade(connection, [CHASSIS, *migrations])
    if first_table is not None:
        with database.write() as session:
            seed_once(session, first_table, seeds)
    database.engine.dispose()
