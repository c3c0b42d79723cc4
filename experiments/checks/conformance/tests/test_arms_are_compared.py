"""Where two arms answer differently, a line says so; what may rightly differ is left out."""

import pytest

from experiments.checks.conformance.expectations import Deviation
from experiments.checks.conformance.transcript import Exchange, differences, transcript
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.planted.builders import (
    Mutant,
    answers_with,
    built_with,
    errors_as,
    status,
    with_field,
    without_header,
)
from experiments.testing.planted.ordering import ChargingTwice, StayingPending
from experiments.testing.planted.refusals import ForWrongReasons
from experiments.testing.wsgi import session_for


def script(mutant: Mutant | None = None, shown_pending: int = 0) -> list[Exchange]:
    shop = MemoryShop(shown_pending)
    change = mutant(shop) if mutant else None
    application = shop.application()
    if change is not None:
        application = change(application)
    return transcript("http://shop", 0.05, session_for({"shop": application}))


@pytest.fixture(scope="module")
def oracle() -> list[Exchange]:
    return script()


def test_the_script_asks_every_kind_of_question(oracle: list[Exchange]) -> None:
    assert len(oracle) >= 40
    assert {exchange.status for exchange in oracle} == {200, 201, 400, 401, 404, 405, 413, 415, 422}


def test_arms_that_settle_sooner_or_later_answer_the_same(oracle: list[Exchange]) -> None:
    assert differences(oracle, script(shown_pending=3)) == []


def test_a_used_arm_answers_as_a_fresh_one(oracle: list[Exchange]) -> None:
    application = MemoryShop().application()
    transcript("http://shop", session=session_for({"shop": application}))
    again = transcript("http://shop", session=session_for({"shop": application}))
    assert differences(oracle, again) == []


@pytest.mark.parametrize(
    ("mutant", "line"),
    [
        (
            status(400, instead_of=422),
            "GET /products?limit=0: status is 422 there, 400 here",
        ),
        (
            with_field("read_stock", "colour", "red"),
            "/stock: body.colour is 'missing' there, 'red' here",
        ),
        (
            built_with(orders=ForWrongReasons),
            "GET /orders/order-2: body.reason is 'risk_refused' there, 'failed' here",
        ),
        (
            answers_with(lambda _, body: body.update(price_cents=1.0), "read_product"),
            "body.price_cents is ",
        ),
        (
            without_header("Location"),
            "POST /orders: headers.Location is '/orders/order-1' there, 'missing' here",
        ),
        (
            built_with(orders=ChargingTwice),
            "GET /wallet: body.balance_cents is '-17578' there, '-35156' here",
        ),
        (
            errors_as("text/html"),
            "is 'application/problem+json' there, 'text/html' here",
        ),
    ],
)
def test_a_difference_is_told_in_a_line(oracle: list[Exchange], mutant: Mutant, line: str) -> None:
    found = differences(oracle, script(mutant))
    assert any(line in each for each in found), found


def test_another_number_of_answers_is_a_difference(oracle: list[Exchange]) -> None:
    assert differences(oracle, oracle[:-1]) == [f"{oracle[-1].request}: asked on one arm only"]


def test_a_script_that_cannot_go_on_says_why() -> None:
    with pytest.raises(Deviation, match="it is still not so that the order is final"):
        script(built_with(orders=StayingPending))
