"""What the migrations build is what the code declares, for each feature and for all together."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Constraint, MetaData, UniqueConstraint, inspect

from experiments.testing.postgres import DatabaseOf
from shared_domain.catalog import tables as catalog
from shared_domain.inventory import tables as inventory
from shared_domain.kernel.migrate import upgrade
from shared_domain.notifications import tables as notifications
from shared_domain.orders import tables as orders
from shared_domain.payments import tables as payments

pytestmark = pytest.mark.real
DECLARED = {
    "catalog": catalog.metadata,
    "inventory": inventory.metadata,
    "orders": orders.metadata,
    "payments": payments.metadata,
    "notifications": notifications.metadata,
}
DOMAIN = Path(__file__).parents[1]


def test_no_feature_with_migrations_is_left_out() -> None:
    assert {folder.parent.name for folder in DOMAIN.glob("*/migrations")} == set(DECLARED)


@pytest.mark.parametrize("feature", DECLARED)
def test_a_features_migrations_build_its_tables(feature: str, database_of: DatabaseOf) -> None:
    with database_of(feature).engine.connect() as connection:
        assert_built(connection, DECLARED[feature])


def test_all_lines_of_migrations_go_together_in_one_database(database_of: DatabaseOf) -> None:
    together = MetaData()
    for metadata in DECLARED.values():
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    with database_of(*DECLARED).engine.connect() as connection:
        assert_built(connection, together)


def test_migrating_again_changes_nothing(database_of: DatabaseOf) -> None:
    engine = database_of("orders").engine
    with engine.begin() as connection:
        upgrade(connection, [DOMAIN / "orders" / "migrations"])
    with engine.connect() as connection:
        assert_built(connection, orders.metadata)


def assert_built(connection: Connection, declared: MetaData) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, declared) == []
    found = inspect(connection)
    for table in declared.sorted_tables:
        key = found.get_pk_constraint(table.name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key]
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        assert checks == names(table.constraints, CheckConstraint)
        unique = {each["name"] for each in found.get_unique_constraints(table.name)}
        assert unique == names(table.constraints, UniqueConstraint)


def names(constraints: Iterable[Constraint], kind: type[Constraint]) -> set[object]:
    return {each.name for each in constraints if isinstance(each, kind)}
