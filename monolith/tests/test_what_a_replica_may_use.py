"""What the lab's report tells of the monolith's threads and connections is what it is made of."""

from typing import Any

import pytest

from experiments.topology import MONOLITH
from monolith import app
from monolith.app import create_app
from monolith.config import Config
from monolith.product_page import THREADS
from shared_domain.kernel.database import Database

NOTIFIER = 1
NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
NOBODY = "http://127.0.0.1:1"


def test_the_topology_counts_the_threads_beside_http() -> None:
    (part,) = MONOLITH.parts
    assert part.beside == NOTIFIER + THREADS


def test_the_topology_counts_the_connections_beside_the_pool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []

    class Counted(Database):
        def __init__(self, url: str, pool_size: int, *rest: Any) -> None:
            made.append(pool_size)
            super().__init__(url, pool_size, *rest)

    monkeypatch.setattr(app, "Database", Counted)
    config = Config(NOWHERE, 8, NOBODY, 500, 500, scoring_rounds=1)
    create_app(config)
    assert sum(made) == config.pool_size + MONOLITH.parts[0].connections
