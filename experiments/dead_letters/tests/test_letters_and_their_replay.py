"""The dead letters of an arm are read part by part, and replayed by whoever of the part answers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from experiments.checks.invariants.fetch import Unreadable
from experiments.dead_letters import replay as replaying
from experiments.dead_letters.letters import DeadLetter, State, read_letters, waiting
from experiments.dead_letters.replay import NotReplayed, replay
from experiments.testing.answering import answering
from experiments.testing.postgres import NewDatabase
from experiments.topology import MONOLITH, SERVICES, Topology
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters import MIGRATIONS, letters
from shared_domain.kernel.dead_letters.letters import letter_about

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LETTER = DeadLetter(
    "inventory", 1, "inventory.commands", "ReleaseStock", "o-1", "LookupError: ...", NOON,
    State.WAITING,
)  # fmt: skip
RELEASE = b'{"type": "ReleaseStock"}'
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Asked:
    """A replica that replays the letters with even numbers, and notes what it was asked for."""

    bodies: list[Any] = field(default_factory=list)

    def __call__(self, path: str, body: Any) -> tuple[int, Any]:
        assert path == "/dead-letters/replay"
        self.bodies.append(body)
        return 200, {"replayed": [each for each in body["ids"] if each % 2 == 0]}


@dataclass
class Arm:
    urls: dict[str, tuple[str, ...]]
    topology: Topology = SERVICES

    def audit_url(self, feature: str) -> str:
        raise NotImplementedError(feature)

    def replica_urls(self, part: str) -> tuple[str, ...]:
        return self.urls[part]


@pytest.fixture
def served() -> Iterator[Callable[[Any], str]]:
    """The URL of a replica that answers so."""
    with ExitStack() as servers:
        yield lambda answer: servers.enter_context(answering(answer))


def numbered(*numbers: int, part: str = "inventory") -> tuple[DeadLetter, ...]:
    return tuple(replace(LETTER, part=part, number=number) for number in numbers)


@pytest.mark.real
def test_letters_are_read_with_their_state(new_database: NewDatabase) -> None:
    url = new_database([MIGRATIONS])
    database = Database(url, pool_size=1)
    with database.write() as session:
        for payload, answered in ((RELEASE, False), (b"\xff", False), (RELEASE, True)):
            error = LookupError("a mistake of ours")
            letter = letter_about("inventory.commands", "there", payload, error, answered)
            letters.put(session, letter)
        letters.take(session, [1])
    database.engine.dispose()
    found = read_letters(MONOLITH, lambda _: url)
    assert [(each.name, each.kind, each.state) for each in found] == [
        ("monolith:1", "ReleaseStock", State.REPLAYED),
        ("monolith:2", "no message", State.WAITING),
        ("monolith:3", "ReleaseStock", State.ANSWERED),
    ]
    assert found[0].error == "LookupError: a mistake of ours"
    assert [each.number for each in waiting(MONOLITH, lambda _: url)] == [2]


def test_tables_that_cannot_be_read_are_one_line() -> None:
    with pytest.raises(Unreadable, match="the dead letters of monolith cannot be read: "):
        read_letters(MONOLITH, lambda _: "postgresql+psycopg://m:m@127.0.0.1:1/m")


def test_each_part_is_asked_for_its_own(served: Callable[[Any], str]) -> None:
    stock, money = Asked(), Asked()
    arm = Arm({"inventory": (served(stock),), "payments": (served(money),)})
    done = replay(arm, [*numbered(1, 2), *numbered(4, part="payments")])
    assert [each.name for each in done] == ["inventory:2", "payments:4"]
    assert (stock.bodies, money.bodies) == ([{"ids": [1, 2]}], [{"ids": [4]}])


def test_many_letters_are_asked_for_in_turn(
    served: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "AT_ONCE", 2)
    stock = Asked()
    done = replay(Arm({"inventory": (served(stock),)}), numbered(2, 4, 6))
    assert [each.number for each in done] == [2, 4, 6]
    assert [body["ids"] for body in stock.bodies] == [[2, 4], [6]]


def test_a_replica_that_is_down_is_passed_over(served: Callable[[Any], str]) -> None:
    done = replay(Arm({"inventory": (NOWHERE, served(Asked()))}), numbered(2))
    assert [each.number for each in done] == [2]


@pytest.mark.parametrize("urls", [(), (NOWHERE,)])
def test_a_part_that_nobody_serves_replays_nothing_and_says_so(urls: tuple[str, ...]) -> None:
    with pytest.raises(NotReplayed, match="no replica of inventory replays its dead letters: "):
        replay(Arm({"inventory": urls}), numbered(2))


@pytest.mark.parametrize("answer", [(500, {}), (200, {}), (200, [])])
def test_an_answer_that_tells_nothing_replays_nothing(
    served: Callable[[Any], str], answer: tuple[int, Any]
) -> None:
    url = served(lambda _path, _body: answer)
    with pytest.raises(NotReplayed):
        replay(Arm({"inventory": (url,)}), numbered(2))
