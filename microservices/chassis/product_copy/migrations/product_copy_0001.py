"""The first schema of the copy."""

import sqlalchemy as sa
from alembic import op

revision = "product_copy_0001"
down_revision = None
branch_labels = ("product_copy",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_copies",
        sa.Column("product_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
    )
    op.create_index("ix_product_copies_category", "product_copies", ["category"])


def downgrade() -> None:
    op.drop_table("product_copies")
