"""Customers ask until they are told, with one key, and come at their pace."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from random import Random
from typing import Any

import pytest

from experiments.checks.history.operation import End, Kind
from experiments.soak import shoppers as shoppers_module
from experiments.soak.client import ShopClient
from experiments.soak.ground import Ground
from experiments.soak.scenarios import last_unit
from experiments.soak.shoppers import Shoppers
from experiments.soak.shopping import Shopping
from experiments.soak.tests.made import ground
from experiments.soak.wishes import Wish, last_units, paid, unpaid, wishes
from experiments.testing.answering import answering
from experiments.workload.shop import CUSTOMERS, customer_id
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT, opening_stock
from shared_domain.payments.seed import PENNILESS

WISH = Wish("c-00001", "k-1", (("p-0001", 2),))
FAST = 10_000.0
NOBODY = threading.Event()
Make = Callable[[Random, str], Iterator[Wish]]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shoppers_module, "AGAIN_AFTER_S", (0.001,))
    monkeypatch.setattr(shoppers_module, "LOOK_AFTER_S", (0.001,))


class Shop:
    """Answers with what it was given, one after another; the last repeats."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, str, str]] = []

    def __call__(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, Any]:
        self.asked.append((method, path, headers.get("Idempotency-Key", "")))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def order(status: str) -> dict[str, Any]:
    return {"order_id": "o-1", "status": status, "reason": None, "total_cents": 100}


def test_who_is_not_answered_asks_again_with_the_same_key() -> None:
    shop = Shop((0, None), (503, {}), (201, order("CONFIRMED")))
    shoppers = Shoppers(shop)
    assert shoppers.buy(WISH, NOBODY).end is End.DONE
    assert shop.asked == [("POST", "/orders", "k-1")] * 3
    assert [each.end for each in shoppers.operations] == [End.UNKNOWN, End.UNKNOWN, End.DONE]


def test_who_is_told_no_does_not_ask_again() -> None:
    shop = Shop((422, {}))
    assert Shoppers(shop).buy(WISH, NOBODY).end is End.FAILED
    assert len(shop.asked) == 1


def test_patience_ends_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop((0, None))
    over = threading.Event()
    over.set()
    assert Shoppers(shop).buy(WISH, over).end is End.UNKNOWN
    monkeypatch.setattr(shoppers_module, "TOLD_WITHIN_S", -1.0)
    assert Shoppers(shop).buy(WISH, NOBODY).end is End.UNKNOWN
    assert len(shop.asked) == 2


class Watch(threading.Event):
    """Nobody waits by it, and it is over after three waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return len(self.waits) == 3


def test_who_were_refused_together_do_not_come_back_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shoppers_module, "AGAIN_AFTER_S", (0.2, 1.0))
    shoppers, watches = Shoppers(Shop((503, {}))), [Watch() for _ in range(20)]
    for number, watch in enumerate(watches, 1):
        shoppers.buy(Wish(customer_id(number), "k-1", (("p-0001", 1),)), watch)
    assert len({watch.waits[0] for watch in watches}) == len(watches)
    for first, second, third in (watch.waits for watch in watches):
        assert 0.1 <= first <= 0.3
        assert 0.5 <= min(second, third) <= max(second, third) <= 1.5


def test_an_order_is_looked_at_until_it_is_final() -> None:
    shop = Shop(
        (201, order("PENDING")), (200, order("PENDING")), (0, None), (200, order("CONFIRMED"))
    )
    shoppers = Shoppers(shop)
    shoppers.follow(shoppers.buy(WISH, NOBODY), NOBODY)
    assert [path for _, path, _ in shop.asked] == ["/orders", *["/orders/o-1"] * 3]
    assert shoppers.operations[-1].sights[0].status == "CONFIRMED"


def test_some_look_around_so_that_rules_about_reads_have_something_to_compare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shoppers_module, "LOOKS_AROUND", 1)
    shop = Shop((201, order("CONFIRMED")), (200, {"available": 7}), (200, {"balance_cents": 9}))
    shoppers = Shoppers(shop)
    shoppers.serve(WISH, NOBODY)
    assert [path for _, path, _ in shop.asked][1:] == ["/products/p-0001/stock", "/wallet"]
    assert [(each.kind, each.amount) for each in shoppers.operations[1:]] == [
        (Kind.STOCK, 7),
        (Kind.WALLET, 9),
    ]


def test_all_who_come_are_served_once() -> None:
    served: list[str] = []
    wanted = list(islice(wishes(Random(7), "x"), 50))
    with Shopping(wanted, lambda wish, _: served.append(wish.key), 8, FAST) as shopping:
        shopping.wait_begun(20)
        assert shopping.begun >= 20
        shopping.wait_served()
    assert sorted(served) == sorted(wish.key for wish in wanted)
    assert shopping.begun == 50


def test_nobody_comes_any_more_when_the_block_is_over() -> None:
    with Shopping(wishes(Random(7), "x"), lambda *_: None, 4, FAST) as shopping:
        shopping.wait_begun(10)
    begun = shopping.begun
    assert begun >= 10
    assert not [each for each in threading.enumerate() if each.name.startswith("customer")]
    assert shopping.begun == begun


def test_they_come_at_their_pace_and_not_faster() -> None:
    with Shopping(wishes(Random(7), "x"), lambda *_: None, 4, per_s=1 / 600) as shopping:
        shopping.wait_begun(1)
    assert shopping.begun == 1


def test_an_error_ends_everybodys_patience() -> None:
    ended: list[bool] = []
    waits = Shopping([WISH], lambda _, over: ended.append(over.wait(30)), 1, FAST)
    with suppress(KeyboardInterrupt), waits as shopping:
        shopping.wait_begun(1)
        raise KeyboardInterrupt
    assert ended == [True]


def test_an_error_ends_the_patience_of_those_who_want_a_last_unit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[bool] = []

    def interrupted(
        _ground: Ground, _: str, clients: ThreadPoolExecutor, __: int, over: threading.Event
    ) -> None:
        clients.submit(lambda: ended.append(over.wait(30)))
        raise KeyboardInterrupt

    monkeypatch.setattr(last_unit, "leave_one_each", lambda *_: None)
    monkeypatch.setattr(last_unit, "_round", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(last_unit.act(ground(), last_unit.LastUnits(clients=1, rounds=1)))
    assert ended == [True]


def test_a_mistake_of_a_customers_is_not_lost() -> None:
    def fail(*_: object) -> None:
        raise LookupError("a mistake of ours")

    with pytest.raises(LookupError), Shopping([WISH], fail, 2, FAST) as shopping:
        shopping.wait_served()


def test_wishes_are_the_seeds_and_of_every_kind() -> None:
    some = list(islice(wishes(Random(7), "x"), 400))
    assert some == list(islice(wishes(Random(7), "x"), 400))
    assert len({wish.key for wish in some}) == 400
    assert 20 < sum(wish.customer_id == PENNILESS for wish in some) < 100
    assert 5 < sum(SOLD_OUT in dict(wish.lines) for wish in some) < 50
    assert all(len(dict(wish.lines)) == len(wish.lines) for wish in some)


@pytest.mark.parametrize("make", [wishes, paid, unpaid])
def test_whoever_throws_the_dice_meanwhile_changes_no_wish(make: Make) -> None:
    dice = Random(7)
    some = make(dice, "x")
    dice.random()
    assert list(islice(some, 50)) == list(islice(make(Random(7), "x"), 50))


def test_last_units_are_wanted_by_nobody_else() -> None:
    kept_apart = {*last_units(), LAST_UNIT}
    assert len(last_units()) == 100
    assert kept_apart <= opening_stock().keys()
    dice = Random(7)
    for make in (wishes, paid, unpaid):
        for wish in islice(make(dice, "x"), 500):
            assert kept_apart.isdisjoint(dict(wish.lines))


def test_who_pays_and_who_does_not_are_told_apart() -> None:
    payers = {customer_id(number) for number in range(1, CUSTOMERS + 1)}
    assert all(wish.customer_id in payers for wish in islice(paid(Random(7), "x"), 50))
    assert {wish.customer_id for wish in islice(unpaid(Random(7), "x"), 5)} == {PENNILESS}


@pytest.fixture
def client() -> Iterator[ShopClient]:
    with answering(lambda path, body: (200, {"path": path, "body": body})) as url:
        client = ShopClient(url, 2)
        yield client
        client.close()


def test_the_client_tells_status_and_body(client: ShopClient) -> None:
    assert client.ask("GET", "/wallet", {}) == (200, {"path": "/wallet", "body": None})
    headers = {"Content-Type": "application/json"}
    assert client.ask("POST", "/orders", headers, b"[1]") == (200, {"path": "/orders", "body": [1]})


def test_where_nobody_listens_there_is_no_answer() -> None:
    client = ShopClient("http://127.0.0.1:1", 1)
    assert client.ask("GET", "/wallet", {}) == (0, None)
    client.close()
