"""A connection to PostgreSQL that waits for an answer no longer than it is told to.

The server's own statement_timeout is of no help where the server stands still, nor is a keep-alive
of TCP: the kernel goes on to acknowledge what nobody reads.
"""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

LOOK_EVERY_S = 0.1  # for Ctrl-C, as psycopg does
OF_A_COMMIT = 2
"""Times as long: it waits for the disk, and nobody knows what became of one that was given up."""


class PatientConnection(psycopg.Connection[Any]):
    """`patience_s` None is for ever. One that has run out of patience is closed: the answer may
    still come, and nobody could tell it from the next."""

    patience_s: float | None = None
    gave_up = False

    def wait(
        self, gen: PQGen[RV], interval: float = LOOK_EVERY_S, timeout: float | None = None
    ) -> RV:
        patience_s = self.patience_s if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience_s)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.gave_up = True
                self.close()
            raise

    def commit(self) -> None:
        usual_s = self.patience_s
        self.patience_s = usual_s and OF_A_COMMIT * usual_s
        try:
            super().commit()
        finally:
            self.patience_s = usual_s
