"""Each planted deviation makes the sentence fail that was written for it."""

from typing import Any

import pytest

from experiments.checks.conformance.report import ConformanceReport
from experiments.checks.conformance.run import check, every_sentence, hand_written, hold
from experiments.checks.conformance.shop import Shop
from experiments.testing import planted
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.wsgi import session_for

PATIENCE_S = 0.05
ENOUGH_EXAMPLES = 15
WHAT_WAS_ANSWERED = (
    "a product is read by its id",
    "a placed order is created and ends confirmed",
    "a wallet is read by its owner",
    "a customer is told once how each order ended",
    "an unknown product is not found",
    "a query that makes no sense is refused",
)

CASES = {
    "200 for a new order": (
        planted.status(200, instead_of=201),
        "a placed order is created and ends confirmed",
    ),
    "no Location": (
        planted.without_header("Location"),
        "a placed order is created and ends confirmed",
    ),
    "an extra field": (
        planted.with_field("read_product", "colour", "red"),
        "a product is read by its id",
    ),
    "an extra field nobody looks at": (
        planted.with_field("list_notifications", "unread", 1),
        "every answer keeps the contract",
    ),
    "float money": (
        planted.answers_with(planted.float_money, "read_wallet"),
        "money is whole cents everywhere",
    ),
    "errors as text": (planted.errors_as("text/html"), "every error is a problem"),
    "errors as plain JSON": (planted.errors_as("application/json"), "every error is a problem"),
    "errors without detail": (planted.errors_without("detail"), "every error is a problem"),
    "a crash": (planted.status(500, instead_of=422), "no answer is a mistake of ours"),
    "404 for a bad query": (
        planted.status(404, instead_of=422),
        "a query that makes no sense is refused",
    ),
    "405 without Allow": (
        planted.without_header("Allow"),
        "an unknown method is told what is allowed",
    ),
    "no Retry-After": (
        planted.without_header("Retry-After"),
        "recommendations say that they are not to be had",
    ),
    "the wrong reason": (
        planted.orders_like(planted.ForWrongReasons),
        "an order of a sold out product is refused",
    ),
    "no compensation": (
        planted.orders_like(planted.KeepingTheStock),
        "a declined payment puts the stock back",
    ),
    "charged twice": (
        planted.orders_like(planted.ChargingTwice),
        "a confirmed order takes stock and money once",
    ),
    "the last unit sold twice": (
        planted.orders_like(planted.Overselling),
        "the last unit is sold once",
    ),
    "keys ignored": (
        planted.orders_like(planted.Forgetful),
        "the same key and lines give the same order",
    ),
    "keys ignored in a race": (
        planted.orders_like(planted.ForgetfulInARace),
        "the same key at once gives one order",
    ),
    "another body under the same key": (
        planted.orders_like(planted.Lenient),
        "the same key with other lines is refused",
    ),
    "keys shared by customers": (
        planted.orders_like(planted.KeysOfEverybody),
        "a key belongs to its customer",
    ),
    "no key needed": (planted.asks_with(planted.no_key), "an order needs a proper key"),
    "orders shown to strangers": (
        planted.orders_like(planted.Indiscreet),
        "another customers order is unknown",
    ),
    "strangers in the list": (
        planted.orders_like(planted.ListingEverybodys),
        "another customers orders are not listed",
    ),
    "notifications for strangers": (
        planted.orders_like(planted.TellingEverybody),
        "another customers notifications are not listed",
    ),
    "anonymous customers": (planted.asks_with(planted.anybody), "who asks must be said"),
    "oldest first": (
        planted.orders_like(planted.OldestFirst),
        "orders are listed newest first and in pages",
    ),
    "told twice": (
        planted.orders_like(planted.TellingTwice),
        "a customer is told once how each order ended",
    ),
    "settled orders that change": (
        planted.orders_like(planted.Restless),
        "a settled order stays as it is wherever it is read",
    ),
    "local time": (
        planted.orders_like(planted.InAnotherTimeZone),
        "every answer keeps the contract",
    ),
    "no settled_at": (
        planted.orders_like(planted.NeverSettledAt),
        "a placed order is created and ends confirmed",
    ),
    "never settled": (
        planted.orders_like(planted.StayingPending),
        "a placed order is created and ends confirmed",
    ),
    "confirmed unscreened": (
        planted.orders_like(planted.WavingThrough),
        "an order that cannot be screened is refused",
    ),
    "the client's prices": (
        planted.rewritten_body(planted.clients_price),
        "prices are the shops not the clients",
    ),
    "a product lost between pages": (
        planted.catalog_like(planted.LosingOneAPage),
        "pages of the catalog hold every product exactly once",
    ),
    "wildcards in a search": (
        planted.catalog_like(planted.WithWildcards),
        "strange text is only text",
    ),
    "a stale page": (planted.stale_page, "a page equals its parts"),
    "no page without recommendations": (
        planted.whole_page_or_none,
        "a page without its optional part is still a page",
    ),
    "health for all": (planted.health_for_all, "health is not shown to clients"),
    "any content type": (
        planted.asks_with(planted.any_kind),
        "a body of another kind is refused",
    ),
    "bodies of any size": (
        planted.rewritten_body(bytes.strip),
        "a body above 64 kib is refused",
    ),
    "zero as one": (
        planted.rewritten_body(lambda body: body.replace(b'"quantity": 0', b'"quantity": 1')),
        "quantities from 1 to 100 are accepted and no others",
    ),
    "a narrower contract": (
        planted.asks_with(planted.narrow_limits),
        "searchProducts: good requests are accepted",
    ),
    "a wider contract": (
        planted.asks_with(planted.no_query),
        "searchProducts: broken requests are refused",
    ),
    "a list where an object belongs": (
        planted.answers_with(lambda _, body: [body]),
        "a search finds only what was asked for",
    ),
}


def held(deviation: planted.Deviation, *wanted: str) -> ConformanceReport:
    """These sentences on a shop with the deviation."""
    memory_shop = MemoryShop()
    change = deviation(memory_shop)
    application: Any = memory_shop.application()
    if change is not None:
        application = change(application)
    session = session_for({"shop": application, "outside": memory_shop.outside_application()})
    shop = Shop("http://shop", 1, PATIENCE_S, "http://outside", session)
    sentences = dict(every_sentence(shop, 1, ENOUGH_EXAMPLES))
    return hold(shop, [(name, sentences[name]) for name in wanted], lambda _: None)


@pytest.mark.parametrize("name", CASES)
def test_a_planted_deviation_is_found_by_its_sentence(name: str) -> None:
    deviation, sentence = CASES[name]
    about_all_answers = sentence.startswith(("every", "money", "no answer"))
    before = WHAT_WAS_ANSWERED if about_all_answers else ()
    report = held(deviation, *before, sentence)
    assert sentence in {result.sentence for result in report.deviations}


@pytest.mark.parametrize("shown_pending", [0, 2])
def test_a_shop_that_keeps_the_contract_passes(shown_pending: int) -> None:
    memory_shop = MemoryShop(shown_pending)
    session = session_for(
        {"shop": memory_shop.application(), "outside": memory_shop.outside_application()}
    )
    told: list[str] = []
    report = check("http://shop", 3, told.append, "http://outside", session=session)
    assert report.deviations == ()
    assert report.summary == f"all {len(report.results)} sentences hold"
    assert told[0] == f"1/{len(report.results)} a product is read by its id"


def test_a_shop_that_sold_its_last_unit_passes_with_a_remark() -> None:
    def sold(shop: MemoryShop) -> None:
        shop.memory.stock["p-0999"] = 0

    (result,) = held(sold, "the last unit is sold once").results
    assert result.passed
    assert result.detail == "an earlier run sold it; that it stays sold was seen"


def test_without_the_outsides_switch_outages_are_left_out() -> None:
    shop = Shop("http://shop", 1)
    names = [name for name, _ in every_sentence(shop, 1, 1)]
    assert "a page equals its parts" in names
    assert "a page without its optional part is still a page" not in names


def test_a_silent_arm_is_not_asked_everything(free_port: int) -> None:
    report = check(f"http://127.0.0.1:{free_port}", 1, lambda _: None)
    first, second, third = report.results[:3]
    assert "no answer" in first.detail
    assert "no answer" in second.detail
    assert third.detail == "not tried: the arm does not answer"
    assert len(report.deviations) == len(report.results)
    assert report.summary.startswith(f"{len(report.results)} of {len(report.results)} sentences")


def test_the_same_seed_asks_the_same() -> None:
    def asked(seed: int) -> list[str]:
        shop = Shop("http://shop", seed, session=session_for({"shop": MemoryShop().application()}))
        names = dict(hand_written(shop))
        names["a page equals its parts"](shop)
        names["a confirmed order takes stock and money once"](shop)
        return [answer.request for answer in shop.history if answer.method == "GET"]

    assert asked(1) == asked(1)
    assert asked(1) != asked(2)
