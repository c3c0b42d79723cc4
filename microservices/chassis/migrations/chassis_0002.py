"""Messages as bytes, in whichever form they are written; and a mailbox, for services that are told
by each other and not by a broker."""

import sqlalchemy as sa
from alembic import op

revision = "chassis_0002"
down_revision = "chassis_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column(
        "outbox",
        "payload",
        type_=sa.LargeBinary,
        postgresql_using="convert_to(payload, 'UTF8')",
    )
    op.create_table(
        "mailbox",
        sa.Column("position", sa.BigInteger, primary_key=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("partition", sa.SmallInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
        sa.Column("done_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "ix_mailbox_waiting", "mailbox", ["position"], postgresql_where=sa.text("done_at IS NULL")
    )


def downgrade() -> None:
    op.drop_table("mailbox")
    op.alter_column(
        "outbox", "payload", type_=sa.Text, postgresql_using="convert_from(payload, 'UTF8')"
    )
