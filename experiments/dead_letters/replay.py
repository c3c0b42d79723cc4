"""Has an arm do again what it gave up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

import requests

from experiments.dead_letters.letters import DeadLetter
from experiments.errors import LabError
from experiments.topology import Topology

AT_ONCE: Final = 500
"""Letters in one request, which the part does in one transaction."""
ANSWER_S: Final = 10.0


class NotReplayed(LabError):
    """No replica of the part could be asked; the message is one line."""


class Operated(Protocol):
    """As much of an arm as an operator needs."""

    @property
    def topology(self) -> Topology: ...

    def audit_url(self, feature: str) -> str: ...

    def replica_urls(self, part: str) -> tuple[str, ...]: ...


def replay(arm: Operated, letters: Iterable[DeadLetter]) -> tuple[DeadLetter, ...]:
    """Those that were replayed: they are on their way again when this returns. What another was
    faster with, or was answered, is left. Raises NotReplayed."""
    by_part: dict[str, list[DeadLetter]] = {}
    for letter in letters:
        by_part.setdefault(letter.part, []).append(letter)
    return tuple(done for part, own in by_part.items() for done in _of_part(arm, part, own))


def _of_part(arm: Operated, part: str, letters: Sequence[DeadLetter]) -> Iterator[DeadLetter]:
    urls = arm.replica_urls(part)
    for first in range(0, len(letters), AT_ONCE):
        some = letters[first : first + AT_ONCE]
        replayed = _ask(part, urls, [each.number for each in some])
        yield from (each for each in some if each.number in replayed)


def _ask(part: str, urls: Sequence[str], numbers: list[int]) -> frozenset[int]:
    """Of the first replica that answers."""
    said = "it has none that serves"
    with requests.Session() as session:
        session.trust_env = False
        for url in urls:
            try:
                answer = session.post(
                    f"{url}/dead-letters/replay", json={"ids": numbers}, timeout=ANSWER_S
                )
                answer.raise_for_status()
                return frozenset(answer.json()["replayed"])
            except (requests.RequestException, ValueError, KeyError, TypeError) as error:
                said = f"{url}: {type(error).__name__}"
    raise NotReplayed(f"no replica of {part} replays its dead letters: {said}")
