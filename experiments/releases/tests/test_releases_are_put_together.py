"""Releases as data: combined, reverted, and what the lab's own ones hold."""

import pytest

from experiments.artefacts.release import BASE, Change, Release
from experiments.faults.switchable import WRAPPER, switchable
from experiments.releases.bad_payments import EXPAND, MIGRATION
from experiments.releases.compose import combined, reverted
from experiments.releases.good_catalog import GOOD_CATALOG, NoAnswer, survived
from experiments.releases.held_for import HELD_FOR
from experiments.releases.release_2 import RELEASE_2
from experiments.releases.renamed_column import (
    RELEASE_2_RENAMING,
    RENAMED_BACK,
    RENAMES,
    RENAMES_BACK,
    RENAMING,
    TABLES,
)
from experiments.testing.answering import answering


def test_combined_releases_change_all_that_each_changes_in_their_order() -> None:
    both = combined(switchable(["payments"]), RELEASE_2)
    assert both.name == "switchable+release-2"
    payments = [change.wrapper for change in both.of(("payments",))]
    assert [wrapper.name for wrapper in payments if wrapper] == [
        "switchable.py",
        "bad_authorise.py",
    ]


def test_what_changes_nothing_leaves_no_trace_in_a_combination() -> None:
    assert combined(BASE, RELEASE_2) == RELEASE_2
    assert combined(BASE, BASE) is BASE


def test_a_reverted_feature_keeps_its_migrations_only() -> None:
    without = reverted(RELEASE_2, "payments")
    assert without.name == "release-2 without payments"
    assert without.changes == (GOOD_CATALOG, Change("payments", files={MIGRATION: EXPAND}))


def test_a_reverted_feature_without_migrations_leaves_no_change() -> None:
    assert [change.feature for change in reverted(RELEASE_2, "catalog").changes] == ["payments"]
    assert reverted(switchable(["payments"]), "payments").changes == ()


def test_what_others_have_edited_stays_when_a_feature_is_reverted() -> None:
    without = reverted(HELD_FOR, "orders")
    assert [change.feature for change in without.changes] == ["inventory"]


def test_a_switchable_release_wraps_every_feature_named() -> None:
    release = switchable(["catalog", "payments"])
    assert release == Release(
        "switchable", (Change("catalog", WRAPPER), Change("payments", WRAPPER))
    )
    assert all(change.wrapper and change.wrapper.is_file() for change in release.changes)


def test_the_renaming_release_adds_to_release_2_only_files_of_payments() -> None:
    assert RELEASE_2_RENAMING.changes == (GOOD_CATALOG, RENAMING)
    assert RENAMING.wrapper == RELEASE_2.changes[1].wrapper
    assert {*RENAMING.files, *RENAMING.edits} == {MIGRATION, RENAMES, TABLES}


def test_a_reverted_rename_keeps_the_migrations_and_not_the_edited_tables() -> None:
    change = reverted(RELEASE_2_RENAMING, "payments").changes[1]
    assert (set(change.files), change.edits) == ({MIGRATION, RENAMES}, {})


def test_each_migration_follows_the_one_before_it() -> None:
    renaming, back = RENAMING.files, RENAMED_BACK.files
    assert renaming[MIGRATION] == back[MIGRATION] == EXPAND
    assert renaming[RENAMES] == back[RENAMES]
    assert line_of(EXPAND) == ("payments_0001", "payments_0002")
    assert line_of(renaming[RENAMES]) == ("payments_0002", "payments_0003")
    assert line_of(back[RENAMES_BACK]) == ("payments_0003", "payments_0004")


def line_of(migration: str) -> tuple[str, str]:
    """The revision before, and its own."""
    module: dict[str, str] = {}
    exec(migration, module)
    return module["down_revision"], module["revision"]


@pytest.mark.parametrize("found", [[], [{"product_id": "p-0032"}]])
def test_the_probe_says_whether_shoppers_find_more(found: list[dict[str, str]]) -> None:
    asked: list[str] = []

    def shop(path: str, _: object) -> tuple[int, object]:
        asked.append(path)
        return 200, {"products": found, "next": None}

    with answering(shop) as url:
        assert survived(url) is bool(found)
    assert asked == ["/products?q=lamps%20blue&limit=1"]


def test_a_catalog_that_does_not_answer_says_neither() -> None:
    with answering(lambda *_: (503, {})) as url, pytest.raises(NoAnswer, match="status 503"):
        survived(url)
    with pytest.raises(NoAnswer, match="3 times: ConnectionError"):
        survived("http://127.0.0.1:1")
