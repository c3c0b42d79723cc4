"""One notification per order."""

from sqlalchemy import Column, DateTime, Index, MetaData, Table, Text

metadata = MetaData()

notifications = Table(
    "notifications",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Index("ix_notifications_customer", "customer_id", "sent_at"),
)
