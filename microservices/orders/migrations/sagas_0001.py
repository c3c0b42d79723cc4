"""The sagas' first schema."""

import sqlalchemy as sa
from alembic import op

revision = "sagas_0001"
down_revision = None
branch_labels = ("sagas",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sagas",
        sa.Column("order_id", sa.Text, primary_key=True),
        sa.Column("awaiting", sa.Text),
        sa.Column("refused_because", sa.Text),
        sa.Column("screening_until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "ix_sagas_screening",
        "sagas",
        ["screening_until"],
        postgresql_where=sa.text("awaiting = 'ScreenRisk'"),
    )


def downgrade() -> None:
    op.drop_table("sagas")
