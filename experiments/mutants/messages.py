"""Messages that nobody has handled yet."""

from collections import defaultdict
from collections.abc import Iterable

from microservices.tests.arm import Letter
from shared_domain.messages.envelope import Envelope


class Pile:
    def __init__(self) -> None:
        self._letters: list[Letter] = []

    def add(self, letters: Iterable[Letter]) -> None:
        self._letters += letters

    def taken_apart(self) -> list[list[Letter]]:
        """All of them, a list for each service and key: a broker keeps the order of those."""
        apart: defaultdict[tuple[str, str], list[Letter]] = defaultdict(list)
        for name, delivery in self._letters:
            key = Envelope.read(delivery.payload).key
            apart[name, key].append((name, delivery))
        self._letters.clear()
        return list(apart.values())
