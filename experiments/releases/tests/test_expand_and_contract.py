"""The releases that rename a column: at each deploy the former code and the new one both work."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, create_engine, inspect, select
from sqlalchemy.exc import ProgrammingError

import shared_domain
from experiments.artefacts.release import Change, Release
from experiments.releases.expand_contract import BOTH, CONTRACT, EXPAND, NAMED_BACK, TABLES
from experiments.testing.postgres import Server
from shared_domain.kernel.migrate import upgrade
from shared_domain.orders.tables import order_lines as base_lines

DOMAIN = Path(shared_domain.__file__).parent
BASE = DOMAIN / "orders" / "migrations"


@pytest.fixture
def engine(postgres: Server) -> Iterator[Engine]:
    """The orders' database as the first release has made it."""
    name = postgres.create_migrated([BASE])
    engine = create_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop(name)


def change_of(release: Release) -> Change:
    (change,) = release.changes
    return change


def migrate(engine: Engine, release: Release, folder: Path) -> None:
    """As the artefact with this release prepares its database."""
    location = folder / release.name.replace(" ", "-")
    location.mkdir()
    for file in BASE.glob("*.py"):
        (location / file.name).write_text(file.read_text())
    for path, text in change_of(release).files.items():
        (location / Path(path).name).write_text(text)
    with engine.begin() as connection:
        upgrade(connection, [location])


def lines_of(release: Release, folder: Path) -> Table:
    """The table as the release's code knows it."""
    before, after = change_of(release).edits[TABLES]
    text = (DOMAIN.parent / TABLES).read_text()
    assert text.count(before) == 1
    file = folder / f"tables-of-{release.name}.py"
    file.write_text(text.replace(before, after))
    lines: Table = runpy.run_path(str(file))["order_lines"]
    return lines


def write(engine: Engine, table: Table, product: str, cents: int) -> None:
    row = {"order_id": "o-1", "product_id": product, "position": 1, "quantity": 1}
    with engine.begin() as connection:
        connection.execute(table.insert(), {**row, "unit_price_cents": cents})


def prices(engine: Engine, table: Table) -> list[int | None]:
    query = select(table.c.unit_price_cents).order_by(table.c.product_id)
    with engine.connect() as connection:
        return list(connection.execute(query).scalars())


def columns(engine: Engine) -> set[str]:
    return {column["name"] for column in inspect(engine).get_columns("order_lines")}


@pytest.mark.real
def test_at_each_deploy_two_releases_read_what_either_writes(
    engine: Engine, tmp_path: Path
) -> None:
    new_lines = lines_of(BOTH, tmp_path)
    write(engine, base_lines, "p-1", 100)
    migrate(engine, EXPAND, tmp_path)
    write(engine, base_lines, "p-2", 200)
    migrate(engine, BOTH, tmp_path)
    write(engine, new_lines, "p-3", 300)
    write(engine, base_lines, "p-4", 400)
    assert prices(engine, base_lines) == prices(engine, new_lines) == [100, 200, 300, 400]
    migrate(engine, CONTRACT, tmp_path)
    write(engine, new_lines, "p-5", 500)
    assert prices(engine, new_lines) == [100, 200, 300, 400, 500]
    assert "unit_price_cents" not in columns(engine)


@pytest.mark.real
def test_whoever_knows_the_former_name_only_is_stopped_by_the_last_of_the_three(
    engine: Engine, tmp_path: Path
) -> None:
    for release in (EXPAND, BOTH, CONTRACT):
        migrate(engine, release, tmp_path)
    with pytest.raises(ProgrammingError, match="unit_price_cents"):
        write(engine, base_lines, "p-1", 100)
    migrate(engine, NAMED_BACK, tmp_path)
    write(engine, base_lines, "p-1", 100)
    assert prices(engine, base_lines) == [100]


@pytest.mark.real
def test_without_the_copy_lines_from_before_would_have_no_price(
    engine: Engine, tmp_path: Path
) -> None:
    write(engine, base_lines, "p-1", 100)
    migrate(engine, EXPAND, tmp_path)
    assert prices(engine, lines_of(BOTH, tmp_path)) == [None]


def test_each_release_brings_the_migrations_of_those_before_it() -> None:
    names = [sorted(change_of(each).files) for each in (EXPAND, BOTH, CONTRACT, NAMED_BACK)]
    assert [len(each) for each in names] == [1, 2, 3, 4]
    for release, number in ((EXPAND, 2), (BOTH, 3), (CONTRACT, 4), (NAMED_BACK, 5)):
        path = f"shared_domain/orders/migrations/orders_{number:04}.py"
        module: dict[str, str] = {}
        exec(change_of(release).files[path], module)
        assert module["revision"] == f"orders_{number:04}"
        assert module["down_revision"] == f"orders_{number - 1:04}"


def test_only_the_releases_in_the_middle_know_the_new_name() -> None:
    edited = [bool(change_of(each).edits) for each in (EXPAND, BOTH, CONTRACT, NAMED_BACK)]
    assert edited == [False, True, True, False]
