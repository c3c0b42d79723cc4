"""The payments' first schema."""

import sqlalchemy as sa
from alembic import op

revision = "payments_0001"
down_revision = None
branch_labels = ("payments",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wallets",
        sa.Column("customer_id", sa.Text, primary_key=True),
        sa.Column("opening_cents", sa.BigInteger, nullable=False),
        sa.Column("balance_cents", sa.BigInteger, nullable=False),
        sa.CheckConstraint("balance_cents >= 0", name="wallet_never_negative"),
    )
    op.create_table(
        "ledger",
        sa.Column("entry_id", sa.BigInteger, primary_key=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("order_id", "kind", name="ledger_once_per_order"),
    )


def downgrade() -> None:
    op.drop_table("ledger")
    op.drop_table("wallets")
