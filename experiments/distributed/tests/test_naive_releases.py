"""Each naive release can be deployed, takes something away, and leaves the arms alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, create_engine
from sqlalchemy.exc import IntegrityError

from experiments.artefacts.content import content_of
from experiments.artefacts.release import BASE, Release
from experiments.artefacts.tests.parts import PARTS, changed, content, digests
from experiments.catalogue.distributed_complexity import complexity
from experiments.distributed.passages import ROOT
from experiments.distributed.protection import Protection
from experiments.distributed.protections import PROTECTIONS
from experiments.distributed.releases import naive
from experiments.faults.messages import RECEIVING
from experiments.faults.switchable import switchable
from experiments.releases.compose import combined
from experiments.testing.postgres import Server
from shared_domain.inventory.tables import reservations
from shared_domain.kernel.clock import utc_now
from shared_domain.kernel.migrate import upgrade
from shared_domain.notifications.tables import notifications
from shared_domain.payments.tables import ledger

EVERYTHING = naive(tuple(each.without for each in PROTECTIONS))
RELEASES = [*(each.without for each in PROTECTIONS), EVERYTHING]
OF_ORDER = {"order_id": "o-1", "customer_id": "c-00001"}
ROWS: Mapping[str, tuple[Table, Mapping[str, Any]]] = {
    "payments": (ledger, {**OF_ORDER, "kind": "authorise", "amount_cents": -1, "at": utc_now()}),
    "inventory": (reservations, {"order_id": "o-1", "product_id": "p-0001", "quantity": 1}),
    "notifications": (
        notifications,
        {**OF_ORDER, "status": "CONFIRMED", "text": "confirmed", "sent_at": utc_now()},
    ),
}


@pytest.mark.parametrize("release", RELEASES, ids=lambda each: each.name)
def test_it_can_be_built_for_every_part_beside_what_disturbs_messages(release: Release) -> None:
    base = combined(switchable([], RECEIVING), release)
    for part in PARTS.values():
        assert content_of(part, base, ROOT)


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda each: each.name)
def test_it_changes_no_other_services_than_those_of_its_features(protection: Protection) -> None:
    features = {change.feature for change in protection.without.changes}
    before, after = digests(ROOT), digests(ROOT, protection.without)
    assert changed(before, after) == {*features, "monolith"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda each: each.name)
def test_its_migrations_follow_the_newest_of_the_feature(release: Release) -> None:
    for change in release.changes:
        for path, text in change.files.items():
            newest = sorted((ROOT / path).parent.glob("*_*.py"))[-1].stem
            assert f'down_revision = "{newest}"' in text
            assert f'\nrevision = "{Path(path).stem}"' in text


@pytest.mark.real
@pytest.mark.parametrize("feature", ROWS)
def test_its_migration_lets_a_table_take_the_same_twice(
    postgres: Server, tmp_path: Path, feature: str
) -> None:
    name = postgres.create_migrated([ROOT / "shared_domain" / feature / "migrations"])
    engine = create_engine(postgres.url(name))
    try:
        with pytest.raises(IntegrityError):
            enter_twice(engine, *ROWS[feature])
        with engine.begin() as connection:
            upgrade(connection, [with_all_migrations(tmp_path / "migrations", feature)])
        enter_twice(engine, *ROWS[feature])
    finally:
        engine.dispose()
        postgres.drop(name)


def enter_twice(engine: Engine, table: Table, row: Mapping[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(table.insert(), dict(row))
        connection.execute(table.insert(), dict(row))


def with_all_migrations(folder: Path, feature: str) -> Path:
    """As an artefact of the naive release has them."""
    folder.mkdir()
    for path, text in content(feature, EVERYTHING).items():
        if path.startswith(f"shared_domain/{feature}/migrations/"):
            (folder / Path(path).name).write_bytes(text)
    return folder


def test_what_gives_back_each_time_asks_no_more_whether_that_was_done() -> None:
    path = "shared_domain/inventory/feature.py"
    before, after = content("inventory")[path], content("inventory", EVERYTHING)[path]
    assert before.count(b"released_at.is_(None)") == 1
    assert b"released_at.is_(None)" not in after
    assert compile(after, path, "exec")


def test_all_together_hold_each_change_once() -> None:
    alone = [change for each in PROTECTIONS for change in each.without.changes]
    assert len(alone) == 13
    assert len(EVERYTHING.changes) == 12, "the inventory forgets its messages in two of them"
    assert all(change in EVERYTHING.changes for change in alone)
    assert naive(()).changes == BASE.changes


def test_each_protection_is_shown_by_a_disturbance_of_the_study() -> None:
    assert complexity.protections == PROTECTIONS
    assert all(complexity.disturbance(each.shown_by) for each in PROTECTIONS)
    with pytest.raises(LookupError):
        complexity.disturbance("boredom")


def test_no_two_protections_have_one_name() -> None:
    names = [each.name for each in PROTECTIONS]
    assert len(set(names)) == len(names)
