"""A database with the chassis's own tables, looked into; and the threads that are left."""

import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

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
        return [row.payload.decode() for row in self.outgoing() if row.sent_at is None]

    def messages(self, topic: str) -> list[Envelope]:
        """What is on its way to the topic."""
        return [Envelope.read(row.payload) for row in self.outgoing() if row.topic == topic]

    def remembered(self) -> list[str]:
        with self.database.read() as session:
            return sorted(session.execute(select(inbox.c.message_id)).scalars())


def threads_named(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]
