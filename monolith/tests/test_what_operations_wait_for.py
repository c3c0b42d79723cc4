"""The bulkhead knows what an operation calls of other features."""

from experiments.contract import load_operations
from monolith.app import CALLS, create_app
from monolith.config import Config
from shared_domain.kernel.http.bulkhead import ALWAYS_ANSWERED

NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
NOBODY = "http://127.0.0.1:1"


def endpoints() -> set[str]:
    app = create_app(Config(NOWHERE, 8, NOBODY, 500, 500, scoring_rounds=1))
    found = {rule.endpoint for rule in app.url_map.iter_rules()}
    return {each for each in found if each.partition(".")[0] not in ALWAYS_ANSWERED}


def operation_of(endpoint: str) -> str:
    """catalog.read_product_page -> readProductPage."""
    first, *rest = endpoint.partition(".")[2].split("_")
    return first + "".join(word.title() for word in rest)


def test_an_operation_waits_for_all_that_it_needs_by_the_contract() -> None:
    needs = {each.operation_id: set(each.needs) for each in load_operations()}
    assert {operation_of(each) for each in endpoints()} == set(needs)
    for endpoint in endpoints():
        own = endpoint.partition(".")[0]
        assert needs[operation_of(endpoint)] - {own} <= set(CALLS.get(endpoint, ())), endpoint


def test_nothing_is_said_of_an_operation_that_there_is_not() -> None:
    assert set(CALLS) <= endpoints()
