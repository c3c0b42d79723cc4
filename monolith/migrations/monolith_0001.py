"""What customers are still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "monolith_0001"
down_revision = None
branch_labels = ("monolith",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification_jobs",
        sa.Column("job_id", sa.BigInteger, primary_key=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
    )


def downgrade() -> None:
    op.drop_table("notification_jobs")
