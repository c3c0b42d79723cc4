"""Which processes are a part's replicas now, and which artefact they run.

Process names are never given twice within an arm's life, so that a deploy's new replicas can
start beside the old ones; the second replica of a part is whichever process stands second now.
"""

from collections import Counter
from dataclasses import dataclass

from experiments.artefacts.release import Artefact
from experiments.stacks.local.ports import PortBook
from experiments.stacks.protocol import Replica, StackError
from experiments.topology import Part, Topology


@dataclass(frozen=True)
class Member:
    """A replica's process: its name and its loopback port."""

    name: str
    port: int


class Fleet:
    """The replicas of every part of one running arm."""

    def __init__(self, topology: Topology, book: PortBook) -> None:
        self._arm = topology.name
        self._parts = {part.name: part for part in topology.parts}
        self.book = book
        self._recruited: Counter[str] = Counter()
        self._members: dict[str, tuple[Member, ...]] = {}
        self._artefacts: dict[str, Artefact] = {}

    def part(self, name: str) -> Part:
        """StackError for a part that the arm does not have."""
        if name not in self._parts:
            raise StackError(f"{self._arm} has no part named {name!r}")
        return self._parts[name]

    def recruit(self, part: str, count: int) -> tuple[Member, ...]:
        """New names and ports for processes that are no replicas yet."""
        first = self._recruited[part] + 1
        self._recruited[part] += count
        return tuple(
            Member(f"{part}-{number}", self.book.take()) for number in range(first, first + count)
        )

    def release(self, members: tuple[Member, ...]) -> None:
        """The ports of processes that have ended are free again."""
        for member in members:
            self.book.give(member.port)

    def assign(self, part: str, artefact: Artefact, members: tuple[Member, ...]) -> None:
        """From now on these are the part's replicas."""
        self._artefacts[part] = artefact
        self._members[part] = members

    def members(self, part: str) -> tuple[Member, ...]:
        return self._members[self.part(part).name]

    def artefact(self, part: str) -> Artefact:
        return self._artefacts[self.part(part).name]

    def find(self, replica: Replica) -> Member:
        """StackError when the part has no such replica now."""
        members = self.members(replica.part)
        if not 1 <= replica.index <= len(members):
            raise StackError(
                f"{replica.part} has no replica {replica.index}: it has {len(members)} now"
            )
        return members[replica.index - 1]

    def all_members(self) -> tuple[Member, ...]:
        return tuple(member for members in self._members.values() for member in members)
