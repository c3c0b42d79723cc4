"""How often it was tried in vain to tell a customer."""

import sqlalchemy as sa
from alembic import op

revision = "monolith_0002"
down_revision = "monolith_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notification_jobs", sa.Column("tries", sa.Integer, nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("notification_jobs", "tries")
