"""The tables are surveyed by feature, wherever these are kept."""

from collections.abc import Mapping

import psycopg
import pytest

from experiments.checks.invariants.fetch import Unreadable
from experiments.measure.observation import Tables
from experiments.method.survey import not_surveying, surveying
from experiments.testing.good_shop import IN_FIVE, IN_ONE, GoodShop, open_good_shop
from experiments.testing.postgres import Server
from experiments.topology import ORDERS

pytestmark = pytest.mark.real


def url_of(shop: GoodShop, feature: str) -> str:
    """A feature without tables lies beside the orders."""
    return shop.url(feature if feature in shop.databases else ORDERS)


def counts(found: Tables | None) -> tuple[int, int]:
    assert found is not None
    return found.unfinished, found.connections


@pytest.mark.parametrize("cut", [IN_ONE, IN_FIVE], ids=["one", "five"])
def test_an_order_is_unfinished_until_its_customer_is_told(
    postgres: Server, cut: Mapping[str, str]
) -> None:
    shop = open_good_shop(postgres, cut)
    with surveying(lambda feature: url_of(shop, feature)) as survey:
        assert counts(survey()) == (0, 0)
        shop.run("notifications", "DELETE FROM notifications WHERE order_id = 'o-confirmed'")
        found = survey()
        assert found is not None
        assert found.unfinished == 1


def test_connections_are_counted_on_all_servers(postgres: Server) -> None:
    shop = open_good_shop(postgres, IN_FIVE)
    clients = [
        psycopg.connect(shop.url(feature).replace("+psycopg", "")) for feature in shop.databases
    ]
    with surveying(lambda feature: url_of(shop, feature)) as survey:
        assert counts(survey()) == (0, len(clients))
    for client in clients:
        client.close()


def test_time_at_statements_only_grows(postgres: Server) -> None:
    shop = open_good_shop(postgres, IN_ONE)
    with surveying(lambda feature: url_of(shop, feature)) as survey:
        before, after = survey(), survey()
    assert before is not None
    assert after is not None
    assert 0 <= before.active_s <= after.active_s


def test_a_database_that_does_not_answer_is_named() -> None:
    nowhere = "postgresql+psycopg://auditor@127.0.0.1:9/orders"
    with pytest.raises(Unreadable, match="cannot be surveyed"), surveying(lambda _: nowhere):
        pass


def test_who_asks_for_no_survey_connects_to_nothing() -> None:
    with not_surveying(lambda feature: feature) as survey:
        assert survey() is None
