"""Stock, and what is held back for orders."""

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, MetaData, Table, Text

metadata = MetaData()

stock = Table(
    "stock",
    metadata,
    Column("product_id", Text, primary_key=True),
    Column("opening", Integer, nullable=False),
    Column("available", Integer, nullable=False),
    CheckConstraint("available >= 0", name="stock_never_negative"),
)

reservations = Table(
    "reservations",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("released_at", DateTime(timezone=True)),
)
