"""The copied products."""

from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()

product_copies = Table(
    "product_copies",
    metadata,
    Column("product_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False, index=True),
    Column("price_cents", Integer, nullable=False),
)
