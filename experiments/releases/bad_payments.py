"""A change of payments that does not work: no order can be paid for.

It brings a migration that only expands: the former code runs on the new schema as well.
"""

from pathlib import Path
from typing import Final

from experiments.artefacts.release import Change

WRAPPER: Final = Path(__file__).parent / "wrapper" / "bad_authorise.py"
MIGRATION: Final = "shared_domain/payments/migrations/payments_0002.py"
EXPAND: Final = '''\
"""A ledger entry may carry the text that stands on the customer's bank statement."""

import sqlalchemy as sa
from alembic import op

revision = "payments_0002"
down_revision = "payments_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("statement_text", sa.Text))


def downgrade() -> None:
    op.drop_column("ledger", "statement_text")
'''

BAD_PAYMENTS: Final = Change("payments", wrapper=WRAPPER, files={MIGRATION: EXPAND})
