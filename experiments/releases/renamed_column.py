"""Release 2 with one migration more, and that one the former code cannot live with.

The ledger's `at` becomes `entered_at`. From that moment whatever runs the former code cannot enter
a payment: replicas not yet replaced, the previous artefact, and a build without the change. The
feature flag helps, for the new tables stay with it; else the only way back is a third release,
whose migration gives the column its former name again.
"""

from dataclasses import replace
from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.releases.bad_payments import BAD_PAYMENTS, EXPAND, MIGRATION
from experiments.releases.good_catalog import GOOD_CATALOG

TABLES: Final = "shared_domain/payments/tables.py"
BEFORE: Final = 'Column("at", '
AFTER: Final = 'Column("entered_at", key="at", type_='
"""The code still says `ledger.c.at`."""

RENAMES: Final = "shared_domain/payments/migrations/payments_0003.py"
RENAMES_BACK: Final = "shared_domain/payments/migrations/payments_0004.py"
_MIGRATION: Final = '''\
"""{why}"""

from alembic import op

revision = "{revision}"
down_revision = "{down_revision}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("ledger", "{former}", new_column_name="{later}")


def downgrade() -> None:
    op.alter_column("ledger", "{later}", new_column_name="{former}")
'''
RENAME: Final = _MIGRATION.format(
    why="The moment of a ledger entry gets a name that says what it is.",
    revision="payments_0003",
    down_revision="payments_0002",
    former="at",
    later="entered_at",
)
RENAME_BACK: Final = _MIGRATION.format(
    why="The former name again.",
    revision="payments_0004",
    down_revision="payments_0003",
    former="entered_at",
    later="at",
)


RENAMING: Final = replace(
    BAD_PAYMENTS,
    files={**BAD_PAYMENTS.files, RENAMES: RENAME},
    edits={TABLES: (BEFORE, AFTER)},
)
RELEASE_2_RENAMING: Final = Release("release-2-renaming", (GOOD_CATALOG, RENAMING))

RENAMED_BACK: Final = Change(
    "payments", files={MIGRATION: EXPAND, RENAMES: RENAME, RENAMES_BACK: RENAME_BACK}
)
RELEASE_3: Final = Release("release-3", (GOOD_CATALOG, RENAMED_BACK))
"""The way forward: the good catalog, the former payments, and the column's former name."""
