"""What the releases' migrations leave behind, and which code can still work with it."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, create_engine, inspect
from sqlalchemy.exc import ProgrammingError

import shared_domain
from experiments.artefacts.release import Change
from experiments.releases.bad_payments import BAD_PAYMENTS
from experiments.releases.compose import reverted
from experiments.releases.release_2 import RELEASE_2
from experiments.releases.renamed_column import RENAMED_BACK, RENAMING, TABLES
from experiments.testing.postgres import Server
from shared_domain.kernel.clock import utc_now
from shared_domain.kernel.migrate import upgrade
from shared_domain.payments.tables import ledger

pytestmark = pytest.mark.real
BASE = Path(shared_domain.__file__).parent / "payments" / "migrations"
REPOSITORY = Path(shared_domain.__file__).parents[1]


@pytest.fixture
def engine(postgres: Server) -> Iterator[Engine]:
    """Payments' database as the first release has made it."""
    name = postgres.create_migrated([BASE])
    engine = create_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop(name)


def migrations(folder: Path, change: Change) -> Path:
    """The migrations of an artefact with this change."""
    folder.mkdir()
    for file in BASE.glob("*.py"):
        (folder / file.name).write_text(file.read_text())
    for path, text in change.files.items():
        if "/migrations/" in path:
            (folder / Path(path).name).write_text(text)
    return folder


def prepare(engine: Engine, location: Path) -> None:
    with engine.begin() as connection:
        upgrade(connection, [location])


def columns(engine: Engine) -> set[str]:
    return {column["name"] for column in inspect(engine).get_columns("ledger")}


def enter(engine: Engine, table: Table, order: str) -> None:
    row = {"order_id": order, "customer_id": "c-00001", "kind": "void", "amount_cents": 1}
    with engine.begin() as connection:
        connection.execute(table.insert(), {**row, "at": utc_now()})


def test_the_former_code_and_the_former_artefact_live_with_what_release_2_added(
    engine: Engine, tmp_path: Path
) -> None:
    prepare(engine, migrations(tmp_path / "new", BAD_PAYMENTS))
    prepare(engine, BASE)
    assert "statement_text" in columns(engine)
    enter(engine, ledger, "o-1")


def test_a_build_without_the_bad_code_knows_the_schema(engine: Engine, tmp_path: Path) -> None:
    prepare(engine, migrations(tmp_path / "new", BAD_PAYMENTS))
    without = reverted(RELEASE_2, "payments").changes[1]
    prepare(engine, migrations(tmp_path / "reverted", without))
    enter(engine, ledger, "o-1")


def test_a_renamed_column_stops_the_former_code_until_a_third_release_names_it_back(
    engine: Engine, tmp_path: Path
) -> None:
    prepare(engine, migrations(tmp_path / "renaming", RENAMING))
    tables = (REPOSITORY / TABLES).read_text().replace(*RENAMING.edits[TABLES])
    (tmp_path / "tables.py").write_text(tables)
    enter(engine, runpy.run_path(str(tmp_path / "tables.py"))["ledger"], "o-1")
    prepare(engine, BASE)  # the former artefact is deployed, and it does not help
    with pytest.raises(ProgrammingError, match="at"):
        enter(engine, ledger, "o-2")
    prepare(engine, migrations(tmp_path / "back", RENAMED_BACK))
    enter(engine, ledger, "o-3")
