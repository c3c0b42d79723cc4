"""Each sentence fails on the mutants planted for it, and every sentence has one."""

from typing import Any

import pytest

from experiments.checks.conformance.report import ConformanceReport
from experiments.checks.conformance.run import (
    about_all_answers,
    check,
    every_sentence,
    from_the_contract,
    hand_written,
    hold,
)
from experiments.checks.conformance.shop import Shop
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.planted import history
from experiments.testing.planted.builders import Mutant
from experiments.testing.planted.table import EVERY_MUTANT
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

PLANTED = [(sentence, name) for sentence, mutants in EVERY_MUTANT.items() for name in mutants]


def held(mutant: Mutant, *wanted: str) -> ConformanceReport:
    """These sentences on the mutated shop."""
    memory_shop = MemoryShop()
    change = mutant(memory_shop)
    application: Any = memory_shop.application()
    if change is not None:
        application = change(application)
    session = session_for({"shop": application, "outside": memory_shop.outside_application()})
    shop = Shop("http://shop", 1, PATIENCE_S, "http://outside", session)
    sentences = dict(every_sentence(shop, 1, ENOUGH_EXAMPLES))
    return hold(shop, [(name, sentences[name]) for name in wanted], lambda _: None)


@pytest.mark.parametrize(("sentence", "name"), PLANTED)
def test_a_planted_mutant_is_noticed_by_its_sentence(sentence: str, name: str) -> None:
    before = WHAT_WAS_ANSWERED if sentence in history.MUTANTS else ()
    report = held(EVERY_MUTANT[sentence][name], *before, sentence)
    assert sentence in {result.sentence for result in report.deviations}


def test_every_hand_written_sentence_has_a_planted_mutant() -> None:
    shop = Shop("http://shop", 1, outside_url="http://outside")
    sentences = {name for name, _ in (*hand_written(shop), *about_all_answers())}
    drawn = {name for name, _ in from_the_contract(1, 1)}
    assert {name for name, mutants in EVERY_MUTANT.items() if mutants} - drawn == sentences


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
