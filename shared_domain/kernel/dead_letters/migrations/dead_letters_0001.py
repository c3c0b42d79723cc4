"""Dead letters, in every part's database."""

import sqlalchemy as sa
from alembic import op

revision = "dead_letters_0001"
down_revision = None
branch_labels = ("dead_letters",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letters",
        sa.Column("letter_id", sa.BigInteger, primary_key=True),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column(
            "died_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
        sa.Column("replayed_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("dead_letters")
