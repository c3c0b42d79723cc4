"""A database with the chassis's own tables, and what stands in them."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Row, select, text

from experiments.testing.postgres import NewDatabase
from microservices.chassis.preparing import CHASSIS
from microservices.chassis.tables import inbox, outbox
from shared_domain.kernel.database import Database
from shared_domain.messages.envelope import Envelope


@dataclass(frozen=True)
class Store:
    """The database, and looks into it."""

    database: Database

    def outgoing(self) -> list[Row[Any]]:
        """The outbox in its order."""
        with self.database.read() as session:
            return list(session.execute(select(outbox).order_by(outbox.c.position)))

    def unsent(self) -> list[str]:
        return [row.payload for row in self.outgoing() if row.sent_at is None]

    def messages(self, topic: str) -> list[Envelope]:
        """What is on its way to the topic."""
        return [Envelope.from_json(row.payload) for row in self.outgoing() if row.topic == topic]

    def remembered(self) -> list[str]:
        with self.database.read() as session:
            return sorted(session.execute(select(inbox.c.message_id)).scalars())


@pytest.fixture
def store(new_database: NewDatabase) -> Iterator[Store]:
    database = Database(new_database([CHASSIS]), pool_size=3)
    with database.write() as session:
        session.execute(text("CREATE TABLE effects (what text)"))
    yield Store(database)
    database.engine.dispose()


def threads_named(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]
