"""A row for each message or job that was given up."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, MetaData, Table, Text, func

metadata = MetaData()

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("letter_id", BigInteger, primary_key=True),
    Column("queue", Text, nullable=False),  # the topic, or the table of jobs, it came from
    Column("place", Text, nullable=False),  # where it lay there
    Column("key", Text, nullable=False),  # the order it is about, or its place if nobody can tell
    Column("payload", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("died_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("replayed_at", DateTime(timezone=True)),
)
