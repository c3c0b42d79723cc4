"""Seed data goes into an empty database only."""

from collections.abc import Callable, Sequence

from sqlalchemy import Table, exists, select

from shared_domain.kernel.database import Session

Seed = Callable[[Session], None]


def seed_once(session: Session, first_table: Table, seeds: Sequence[Seed]) -> None:
    """Run `seeds` in one transaction unless `first_table` has a row."""
    if not session.scalar(select(exists(select(first_table)))):
        for seed in seeds:
            seed(session)
