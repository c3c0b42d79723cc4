"""Wallets and the ledger. balance = opening + the sum of the wallet's ledger entries."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

wallets = Table(
    "wallets",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("opening_cents", BigInteger, nullable=False),
    Column("balance_cents", BigInteger, nullable=False),
    CheckConstraint("balance_cents >= 0", name="wallet_never_negative"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("entry_id", BigInteger, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # authorise (negative cents) or void (positive)
    Column("amount_cents", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("order_id", "kind", name="ledger_once_per_order"),
)
