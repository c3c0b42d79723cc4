"""Which partitions of a mailbox one replica has: each of them one, as in a group of Kafka.

By locks of PostgreSQL that last as long as the connection that took them, so that what a dead
replica had is free at once. All who are there hold one lock together; by their places among its
holders they know, without asking each other, who is to have which partition.

A replica hung in a handler keeps its connection, and asks nothing by it. When it has been silent
for too long the first to notice ends its connection, and so its locks. Should it go on after all,
it joins anew; what it handles meanwhile the inbox holds apart from what another does.
"""

from typing import Any, Final

import psycopg

from microservices.chassis.bus import HUNG_AFTER_S
from microservices.chassis.topics import PARTITIONS

SILENT_S: Final = HUNG_AFTER_S
"""One that works reviews its share twice a second."""
MEMBERS: Final = 7001
PARTITION: Final = 7002
"""Classes of advisory locks. Nobody else uses any in the database of a service."""
JOIN: Final = "SELECT pg_advisory_lock_shared(%s, 0)"
HERE: Final = (
    "SELECT pid, state_change < now() - make_interval(secs => %s)"
    " FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND classid::int8 = %s AND objid = 0"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " ORDER BY pid"
)
PUT_OUT: Final = "SELECT pg_terminate_backend(%s)"
TAKE: Final = "SELECT pg_try_advisory_lock(%s, %s)"
GIVE: Final = "SELECT pg_advisory_unlock(%s, %s)"
GIVE_ALL: Final = "SELECT pg_advisory_unlock_all()"


class Shares:
    """Of one replica, on a connection of its own. All raise psycopg's errors."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._connection.execute(JOIN, (MEMBERS,))
        self.held: set[int] = set()
        self.is_settled = False
        """Whether it has what it is to have."""

    def review(self) -> None:
        """Give up what others are to have, and take what is this replica's and free."""
        members = self._working()
        wanted = set(range(members.index(self._pid), PARTITIONS, len(members)))
        for partition in sorted(self.held - wanted):
            self._connection.execute(GIVE, (PARTITION, partition))
            self.held.discard(partition)
        for partition in sorted(wanted - self.held):
            ((is_ours,),) = self._connection.execute(TAKE, (PARTITION, partition))
            if is_ours:
                self.held.add(partition)
        self.is_settled = self.held == wanted

    def leave(self) -> None:
        """Everything is free for the others."""
        self._connection.execute(GIVE_ALL)

    def _working(self) -> list[int]:
        """Who is there, without those that are hung, who are put out. All connect as one user, who
        may do so."""
        here = self._connection.execute(HERE, (float(SILENT_S), MEMBERS)).fetchall()
        for pid in (pid for pid, is_hung in here if is_hung):
            self._connection.execute(PUT_OUT, (pid,))
        return [pid for pid, is_hung in here if not is_hung]

    @property
    def _pid(self) -> int:
        return self._connection.info.backend_pid
