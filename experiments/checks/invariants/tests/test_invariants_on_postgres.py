"""Each invariant is broken by raw SQL, in one way at a time, and exactly its checker says so."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
import pytest

from experiments.checks.invariants.check import CHECKERS, CheckResult, check, name_of
from experiments.checks.invariants.fetch import Unreadable, fetch
from experiments.checks.invariants.journal import JournalEntry
from experiments.testing.good_shop import FEATURES, GoodShop

pytestmark = pytest.mark.real

Cut = Callable[[str], GoodShop]
Journal = tuple[JournalEntry, ...]
SEEDED = tomllib.loads((Path(__file__).parent / "seeded_violations.toml").read_text())


def failed(results: tuple[CheckResult, ...]) -> dict[str, tuple[str, ...]]:
    return {result.name: result.violations for result in results if not result.holds}


@pytest.mark.parametrize("cut", ["one", "five"])
def test_a_good_shop_holds_every_invariant(good_shop: Cut, journal: Journal, cut: str) -> None:
    relations = fetch(good_shop(cut).audit_url)

    results = check(relations, journal)

    assert [result.name for result in results] == [name_of(checker) for checker in CHECKERS]
    assert failed(results) == {}


@pytest.mark.parametrize("seeded", SEEDED.values(), ids=SEEDED.keys())
def test_exactly_its_checker_notices(
    good_shop: Cut, journal: Journal, seeded: Mapping[str, str]
) -> None:
    shop = good_shop("one")
    for feature in seeded.keys() & set(FEATURES):
        shop.run(feature, seeded[feature])

    violations = failed(check(fetch(shop.audit_url), journal))

    assert list(violations) == [seeded["noticed_by"]]
    assert all(seeded["guilty"] in sentence for sentence in violations[seeded["noticed_by"]])


def test_a_violation_across_databases_is_noticed(good_shop: Cut, journal: Journal) -> None:
    shop = good_shop("five")
    shop.run("notifications", SEEDED["a-customer-who-never-heard"]["notifications"])

    violations = failed(check(fetch(shop.audit_url), journal))

    assert violations == {
        "each settled order is notified once": (
            "order o-confirmed is CONFIRMED and was notified 0 times",
        )
    }


def test_every_checker_has_a_seeded_violation() -> None:
    assert {each["noticed_by"] for each in SEEDED.values()} == set(map(name_of, CHECKERS))


def test_the_auditor_cannot_write(good_shop: Cut) -> None:
    url = good_shop("one").audit_url("orders").replace("+psycopg", "")
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("DELETE FROM orders")


def test_not_even_an_owner_could_write_while_auditing(good_shop: Cut) -> None:
    shop = good_shop("one")
    shop.run(
        "orders",
        "ALTER TABLE orders RENAME TO hidden;"
        "CREATE FUNCTION meddle() RETURNS SETOF hidden LANGUAGE sql"
        " AS 'DELETE FROM hidden RETURNING *';"
        "CREATE VIEW orders AS SELECT * FROM meddle()",
    )

    with pytest.raises(Unreadable, match="read-only transaction"):
        fetch(shop.url)


def test_a_database_that_does_not_answer_is_named_by_its_feature(good_shop: Cut) -> None:
    shop = good_shop("five")
    urls = {feature: shop.audit_url(feature) for feature in FEATURES}
    urls["payments"] = urls["payments"].replace("test_", "no_such_")

    with pytest.raises(Unreadable, match="the tables of payments cannot be read"):
        fetch(urls.__getitem__)
