"""A bus behind the wrapper: messages come twice, late, out of order, and none is ever lost."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from experiments.faults.fault import Fault, FaultError
from experiments.faults.firing import Firing, firings
from experiments.faults.messages_delayed import messages_delayed
from experiments.faults.messages_duplicated import messages_duplicated
from experiments.faults.messages_reordered import messages_reordered
from experiments.faults.switchable import switchable
from experiments.faults.tests.harness import tell
from experiments.faults.wrapper.bus import Disturbing, wrap
from experiments.testing.waiting import wait_until

NAME = "orders.bus"


class Subscription:
    """Hands over what was sent since it was last asked, at once."""

    def __init__(self) -> None:
        self.assigned = True
        self.sent: list[int] = []
        self.waited: list[float] = []
        self.handled = 0

    def receive(self, timeout_s: float) -> Sequence[int]:
        self.waited.append(timeout_s)
        come, self.sent = self.sent, []
        return come

    def done(self) -> None:
        self.handled += 1


class Bus:
    def __init__(self) -> None:
        self.subscription = Subscription()

    def publisher(self) -> str:
        return "its own"

    def subscribe(self, _topics: Sequence[str]) -> Subscription:
        return self.subscription


class Told:
    """The bus as its service has it, and what the stack does to its switch."""

    def __init__(self, folder: Path) -> None:
        self.inside = Bus()
        self.bus = wrap(NAME, self.inside)
        subscribed = self.bus.subscribe(["orders.replies"])
        assert isinstance(subscribed, Disturbing)
        self.subscription = subscribed
        self._folder = folder

    def inject(self, fault: Fault) -> None:
        tell(self._folder, NAME, fault.setting)

    def clear(self) -> None:
        (self._folder / f"{NAME}.json").unlink()

    def send(self, count: int) -> None:
        self.inside.subscription.sent += range(count)

    def receive_until(self, count: int) -> list[int]:
        got: list[int] = []

        def enough() -> bool:
            got.extend(self.subscription.receive(0.0))
            return len(got) >= count

        wait_until(enough)
        return got

    @property
    def fired(self) -> tuple[Firing, ...]:
        file = self._folder / f"{NAME}.fired"
        return firings(file.read_text().splitlines()) if file.exists() else ()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    return Told(tmp_path)


def test_nobody_notices_a_wrapper_that_was_told_nothing(told: Told) -> None:
    told.send(3)
    assert told.subscription.receive(0.5) == [0, 1, 2]
    told.subscription.done()
    assert (told.inside.subscription.waited, told.inside.subscription.handled) == ([0.5], 1)
    assert told.bus.publisher() == "its own"
    assert told.subscription.assigned
    assert told.fired == ()


def test_a_share_of_the_messages_comes_twice(told: Told) -> None:
    told.inject(messages_duplicated("orders", share=0.5, within_s=0))
    told.send(1000)
    counts = Counter(told.receive_until(1400))
    assert set(counts) == set(range(1000))
    assert set(counts.values()) == {1, 2}
    assert 0.4 < sum(each == 2 for each in counts.values()) / 1000 < 0.6
    assert {one.fault for one in told.fired} == {"duplicate"}


def test_a_copy_may_come_behind_later_messages(told: Told) -> None:
    told.inject(messages_duplicated("orders", share=1.0, within_s=0.05))
    told.send(20)
    got = told.receive_until(40)
    assert sorted(got) == sorted([*range(20)] * 2)
    assert [*dict.fromkeys(got)] == [*range(20)]
    assert got != sorted(got)


def test_messages_overtake_one_another(told: Told) -> None:
    told.inject(messages_reordered("orders", within_s=0.05))
    told.send(50)
    got = told.receive_until(50)
    assert sorted(got) == [*range(50)]
    assert got != sorted(got)


def test_messages_are_shuffled_and_a_share_comes_twice(told: Told) -> None:
    tell(told._folder, NAME, {"fault": "shuffle", "share": 0.5, "within_s": 0.05, "seed": 1})
    told.send(200)
    got = told.receive_until(150)
    told.clear()
    got += told.subscription.receive(0.0)
    counts = Counter(got)
    assert set(counts) == set(range(200))
    assert set(counts.values()) == {1, 2}
    assert [*dict.fromkeys(got)] != [*range(200)]
    assert max(one.times for one in told.fired) >= 64


def test_messages_come_late_and_in_their_order(told: Told) -> None:
    told.inject(messages_delayed("orders", ms=50))
    began = time.monotonic()
    told.send(20)
    assert told.subscription.receive(0.0) == []
    assert told.receive_until(20) == [*range(20)]
    assert time.monotonic() - began >= 0.05


def test_nothing_counts_as_handled_while_something_is_kept_back(told: Told) -> None:
    told.inject(messages_delayed("orders", ms=20))
    told.send(1)
    told.subscription.receive(0.0)
    told.subscription.done()
    assert told.inside.subscription.handled == 0
    told.receive_until(1)
    told.subscription.done()
    assert told.inside.subscription.handled == 1


def test_nobody_waits_for_news_longer_than_for_what_is_kept(told: Told) -> None:
    told.inject(messages_delayed("orders", ms=50))
    told.send(1)
    told.subscription.receive(0.5)
    told.subscription.receive(0.5)
    first, second = told.inside.subscription.waited
    assert (first, 0 <= second <= 0.05) == (0.5, True)


def test_what_was_kept_comes_at_once_and_in_order_when_the_fault_is_over(told: Told) -> None:
    told.inject(messages_delayed("orders", ms=60_000))
    told.send(3)
    assert told.subscription.receive(0.0) == []
    told.clear()
    told.inside.subscription.sent += [3, 4]
    assert told.subscription.receive(0.5) == [0, 1, 2, 3, 4]
    told.subscription.done()
    assert told.inside.subscription.handled == 1


def test_without_switches_the_bus_stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEAVE_SWITCHES", raising=False)
    bus = Bus()
    assert wrap(NAME, bus) is bus


def test_a_feature_that_is_sent_nothing_and_impossible_strengths_are_refused() -> None:
    impossible: tuple[Callable[[], Fault], ...] = (
        lambda: messages_delayed("catalog", ms=5),
        lambda: messages_delayed("orders", ms=0),
        lambda: messages_reordered("orders", within_s=0),
        lambda: messages_duplicated("orders", share=0),
        lambda: messages_duplicated("orders", within_s=61),
    )
    for make in impossible:
        with pytest.raises(FaultError):
            make()


def test_who_is_disturbed_at_its_bus_is_wrapped_there_and_itself() -> None:
    release = switchable(["catalog"], receiving=["orders", "orders"])
    assert [one.wrapped for one in release.changes] == ["catalog", "orders", "orders.bus"]
