"""Customers' wallets and the ledger that explains every cent of them."""
