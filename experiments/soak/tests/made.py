"""A shop with one right order, made by hand, and arms that do not exist."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from experiments.checks.history.operation import End, Kind, Operation, Sight
from experiments.checks.invariants.fetch import AuditUrl
from experiments.checks.invariants.relations import (
    LedgerEntry,
    Notification,
    Order,
    OrderLine,
    Product,
    Relations,
    Reservation,
    Stock,
    Wallet,
)
from experiments.checks.invariants.settle import Settled
from experiments.soak.finding import Finding
from experiments.soak.ground import Arm, Ground, Victim
from experiments.soak.scenario import Scenario
from experiments.soak.shoppers import Shoppers
from experiments.soak.stage import Doors
from experiments.testing.fake_stack import FakeStack
from experiments.topology import SERVICES, Topology
from experiments.trials.lab import Say

RIGHT = Relations(
    products=(Product("p-1", 100),),
    stock=(Stock("p-1", 20, 15),),
    reservations=(Reservation("o-1", "p-1", 5, True),),
    wallets=(Wallet("c-1", 900, 400),),
    ledger=(LedgerEntry("o-1", "c-1", "authorise", -500),),
    notifications=(Notification("o-1", "c-1", "CONFIRMED"),),
    orders=(Order("o-1", "c-1", "k-1", "CONFIRMED", None, 500, True),),
    order_lines=(OrderLine("o-1", "p-1", 5, 100),),
)
EMPTY = replace(
    RIGHT, stock=(Stock("p-1", 20, 20),), reservations=(), wallets=(Wallet("c-1", 900, 900),),
    ledger=(), notifications=(), orders=(), order_lines=(),
)  # fmt: skip
SEEN = Sight("o-1", "CONFIRMED", None, 500)


def placed(end: End = End.DONE, number: int = 1, **changes: object) -> Operation:
    """c-1's try to get 5 of p-1, in the second of its number."""
    sights = (SEEN,) if end is End.DONE else ()
    made = Operation(
        number, "c-1", Kind.PLACE, "k-1", float(number), number + 0.5, end, (("p-1", 5),), sights
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def settled(relations: Relations = RIGHT, **changes: object) -> Settled:
    made = Settled(relations, seconds=2.0, pending=0, unnotified=0, is_still=True)
    return replace(made, **changes)  # type: ignore[arg-type]


@dataclass
class FakeArm(FakeStack):
    """Its databases and its broker are nowhere."""

    def owner_url(self, feature: str) -> str:
        return self.audit_url(feature)

    @property
    def bus_url(self) -> str:
        return "kafka://127.0.0.1:1"


def outside() -> Victim:
    return Victim("outside world", "the outside world", lambda: None, lambda: True)


def ground(arm: FakeArm | None = None) -> Ground:
    """Nobody answers there, and nobody waits."""
    if arm is None:
        arm = FakeArm(SERVICES)
        arm.start()
    silent = Shoppers(lambda *_: (0, None))
    return Ground(arm, silent, Random(7), outside(), lambda _: None, pause=lambda _: None)


@dataclass
class FakeDoors:
    """`arms` are those that were opened; every one of them is right, in the end."""

    relations: Relations = EMPTY
    arms: list[FakeArm] = field(default_factory=list)
    refuses: str = ""

    @property
    def doors(self) -> Doors:
        return Doors(self._open, outside(), self._read)

    @property
    def running(self) -> list[str]:
        return [arm.topology.name for arm in self.arms if arm.running]

    def _open(self, topology: Topology, _: Say) -> Arm:
        self.arms.append(FakeArm(topology, refuses=self.refuses))
        return self.arms[-1]

    def _read(self, _: AuditUrl, __: Say) -> Settled:
        return settled(self.relations)


def scenario(
    name: str, act: Callable[[Ground, int], Iterable[Finding]], broker_only: str = ""
) -> Scenario[int]:
    return Scenario(name, act, full=10, cut=1, full_s=100, cut_s=1, broker_only=broker_only)


def kept(_: Ground, size: int) -> Iterable[Finding]:
    yield Finding(f"{size} of something", str(size), True)


def broken(_: Ground, size: int) -> Iterable[Finding]:
    yield Finding(f"{size} of something", "nothing", False, ("it is not there",))


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
