"""Who carries a message of one type is held or failed there, and nobody else is."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from experiments.faults.firing import firings
from experiments.faults.tests.harness import tell
from experiments.faults.wrapper.at_point import wrap
from experiments.testing.waiting import wait_until

RESERVE = '{"id":"m-1","type":"ReserveStock"}'
SETTLED = '{"id":"m-2","type":"OrderSettled"}'
DEAD = '{"place":"inventory.commands:0:0"}'


class ReserveStock:
    """A command."""


class ReleaseStock:
    """Another."""


@dataclass
class Inside:
    """Whoever is wrapped, feature or publisher: notes what comes through."""

    done: list[Any] = field(default_factory=list)

    def handle(self, _session: object, command: object) -> None:
        self.done.append(type(command).__name__)

    def publish(self, records: list["Record"]) -> None:
        self.done += [each.payload for each in records]

    def publisher(self) -> "Inside":
        return self

    def subscribe(self, topics: list[str]) -> list[str]:
        return topics


@dataclass(frozen=True)
class Record:
    payload: str


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture(autouse=True)
def switches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEAVE_SWITCHES", str(tmp_path))
    return tmp_path


def publish(inside: Inside, *payloads: str) -> None:
    wrap("orders.bus", inside).publisher().publish([Record(each) for each in payloads])


def fired(folder: Path, name: str) -> int:
    file = folder / f"{name}.fired"
    return len(firings(file.read_text().splitlines())) if file.exists() else 0


@pytest.fixture
def started() -> Iterator[list[threading.Thread]]:
    """Threads that are waited for at the end."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_told_nothing_all_comes_through(inside: Inside) -> None:
    wrap("inventory", inside).handle(None, ReserveStock())
    publish(inside, RESERVE, DEAD)
    assert inside.done == ["ReserveStock", RESERVE, DEAD]
    assert wrap("orders.bus", inside).subscribe(["a"]) == ["a"]


@pytest.mark.parametrize(("when", "through"), [("before", []), ("after", ["ReserveStock"])])
def test_who_handles_the_command_is_held_until_the_order_is_withdrawn(
    inside: Inside, switches: Path, started: list[threading.Thread], when: str, through: list[str]
) -> None:
    feature = wrap("inventory", inside)
    tell(switches, "inventory", {"fault": "hold", "what": "ReserveStock", "when": when})
    feature.handle(None, ReleaseStock())
    inside.done.clear()
    started.append(threading.Thread(target=feature.handle, args=(None, ReserveStock())))
    started[0].start()
    wait_until(lambda: fired(switches, "inventory") == 1)
    assert inside.done == through
    (switches / "inventory.json").unlink()
    wait_until(lambda: inside.done == ["ReserveStock"])


@pytest.mark.parametrize(("when", "through"), [("before", []), ("after", [SETTLED, RESERVE])])
def test_who_publishes_the_message_among_others_is_held(
    inside: Inside, switches: Path, started: list[threading.Thread], when: str, through: list[str]
) -> None:
    tell(switches, "orders.bus", {"fault": "hold", "what": "ReserveStock", "when": when})
    publish(inside, SETTLED, DEAD)
    inside.done.clear()
    started.append(threading.Thread(target=publish, args=(inside, SETTLED, RESERVE)))
    started[0].start()
    wait_until(lambda: fired(switches, "orders.bus") == 1)
    assert inside.done == through
    (switches / "orders.bus.json").unlink()
    wait_until(lambda: inside.done == [SETTLED, RESERVE])


def test_who_is_told_to_fail_does_so_at_that_command_only(inside: Inside, switches: Path) -> None:
    feature = wrap("inventory", inside)
    tell(switches, "inventory", {"fault": "fail", "what": "ReleaseStock"})
    feature.handle(None, ReserveStock())
    with pytest.raises(RuntimeError, match="told to fail at each ReleaseStock"):
        feature.handle(None, ReleaseStock())
    assert inside.done == ["ReserveStock"]
    assert fired(switches, "inventory") == 1


@pytest.mark.parametrize("setting", [{"fault": "hold"}, {"fault": "crash"}, {"fault": "fail"}, "{"])
def test_what_is_no_order_of_ours_orders_nothing(
    inside: Inside, switches: Path, setting: object
) -> None:
    tell(switches, "inventory", setting)
    wrap("inventory", inside).handle(None, ReserveStock())
    assert inside.done == ["ReserveStock"]


def test_without_switches_all_stays_itself(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEAVE_SWITCHES")
    assert wrap("inventory", inside) is inside
