"""A release is deployed again over what a later one has done to the schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, text

from experiments.testing.postgres import Server
from shared_domain.kernel.migrate import upgrade

pytestmark = pytest.mark.real
MIGRATION = """
from alembic import op
revision = "{line}_{number:04d}"
down_revision = {before}
branch_labels = {labels}
depends_on = None
def upgrade() -> None:
    op.execute("CREATE TABLE {line}_{number} ()")
"""


@pytest.fixture
def engine(postgres: Server) -> Iterator[Engine]:
    name = postgres.create()
    engine = create_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop(name)


def line(folder: Path, name: str, newest: int) -> Path:
    """A line of migrations up to number `newest`."""
    location = folder / f"{name}-{newest}"
    location.mkdir(exist_ok=True)
    for number in range(1, newest + 1):
        before = repr(f"{name}_{number - 1:04d}") if number > 1 else None
        labels = repr((name,)) if number == 1 else None
        migration = MIGRATION.format(line=name, number=number, before=before, labels=labels)
        (location / f"{name}_{number:04d}.py").write_text(migration)
    return location


def migrated(engine: Engine, *locations: Path) -> set[str]:
    """The revisions at which the database then stands."""
    with engine.begin() as connection:
        upgrade(connection, locations)
        return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def test_a_line_that_is_ahead_stays_as_it_is(engine: Engine, tmp_path: Path) -> None:
    migrated(engine, line(tmp_path, "stock", 3))
    assert migrated(engine, line(tmp_path, "stock", 1)) == {"stock_0003"}


def test_another_line_goes_on_meanwhile(engine: Engine, tmp_path: Path) -> None:
    migrated(engine, line(tmp_path, "stock", 2), line(tmp_path, "money", 1))
    after = migrated(engine, line(tmp_path, "stock", 1), line(tmp_path, "money", 2))
    assert after == {"stock_0002", "money_0002"}


def test_a_line_that_was_ahead_goes_on_later(engine: Engine, tmp_path: Path) -> None:
    migrated(engine, line(tmp_path, "stock", 2))
    migrated(engine, line(tmp_path, "stock", 1))
    assert migrated(engine, line(tmp_path, "stock", 3)) == {"stock_0003"}


def test_a_line_nobody_here_knows_is_an_error(engine: Engine, tmp_path: Path) -> None:
    migrated(engine, line(tmp_path, "stock", 1))
    with pytest.raises(CommandError, match="stock_0001"):
        migrated(engine, line(tmp_path, "money", 1))
