"""Where each order's saga stands."""

from sqlalchemy import Column, DateTime, Index, MetaData, Table, Text

metadata = MetaData()

sagas = Table(
    "sagas",
    metadata,
    Column("order_id", Text, primary_key=True),
    Column("awaiting", Text),  # the command whose answer moves the saga on; NULL once it ended
    Column("refused_because", Text),  # set once it compensates
    Column("screening_until", DateTime(timezone=True), nullable=False),
)
Index(
    "ix_sagas_screening", sagas.c.screening_until, postgresql_where=sagas.c.awaiting == "ScreenRisk"
)
