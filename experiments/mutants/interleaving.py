"""Any interleaving of crash, duplicate and delay, as a state machine: whatever is done in whatever
order, in the end every order is final, and units and cents are conserved.

A message is late for as long as nobody delivers it.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from enum import Enum, auto
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from experiments.checks.history.operation import Operation
from experiments.mutants.customers import Customers
from experiments.mutants.day import ANNA, BEN
from experiments.mutants.judge import judge
from experiments.mutants.loose_services import LooseServices
from experiments.mutants.service_apps import APPS
from experiments.testing.answering import RISKY
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT
from shared_domain.payments.seed import PENNILESS

Open = Callable[[], AbstractContextManager[LooseServices]]
Basket = tuple[tuple[str, int], ...]

MOST_ORDERS = 8
SURE_MOVES = 20
BUYERS = st.sampled_from((ANNA, BEN, PENNILESS, RISKY))
WISHES: tuple[Basket, ...] = (
    (("p-0001", 2),),
    (("p-0001", 1), ("p-0002", 3)),
    (("p-0001", 1), (LAST_UNIT, 1)),
    (("p-0002", 1), (SOLD_OUT, 1)),
)
BASKETS = st.sampled_from(WISHES)
WHICH = st.integers(0, 15)
SENDERS = ("orders", "inventory", "payments")
ANYBODY = st.sampled_from(sorted(APPS))


class Fate(Enum):
    """How it ends for whoever does something for an order."""

    DONE = auto()
    DIES_AT_ONCE = auto()
    DIES_LATER = auto()


FATES = st.sampled_from((Fate.DONE, Fate.DONE, Fate.DIES_AT_ONCE, Fate.DIES_LATER))
Wish = tuple[str, Basket]
Move = tuple[int, Fate]
FIRST_WISHES = st.lists(st.tuples(BUYERS, BASKETS), min_size=1, max_size=3)
FIRST_MOVES = st.tuples(*[st.tuples(WHICH, FATES)] * SURE_MOVES)
STORED: Mapping[Fate, int | None] = {
    Fate.DONE: None,
    Fate.DIES_AT_ONCE: 0,
    Fate.DIES_LATER: 1,
}
"""How many messages the broker has when it breaks down, if it does."""


class Wrong(AssertionError):
    """What the checkers said in the end."""


class Interleaving(RuleBasedStateMachine):
    """Give it, in a class of its own, what opens the services anew for each example."""

    def __init__(self, open_services: Open) -> None:
        super().__init__()
        self._opened = ExitStack()
        self.services = self._opened.enter_context(open_services())
        self.customers = Customers(self.services)
        self.placed: list[Operation] = []

    @initialize(wishes=FIRST_WISHES, moves=FIRST_MOVES)
    def begin(self, wishes: list[Wish], moves: tuple[Move, ...]) -> None:
        """Hypothesis leaves out some rules of each example: without this nothing would be on its
        way in most of them, and little could go wrong."""
        for buyer, basket in wishes:
            self.place(buyer, basket)
        for which, fate in moves:
            self.move(which, fate)

    @precondition(lambda self: len(self.placed) < MOST_ORDERS)
    @rule(buyer=BUYERS, basket=BASKETS)
    def place(self, buyer: str, basket: Basket) -> None:
        key = f"k-{len(self.placed)}"
        self.placed.append(self.customers.place(buyer, key, *basket))

    @precondition(lambda self: bool(self.placed))
    @rule(which=WHICH)
    def place_again(self, which: int) -> None:
        """With the same key."""
        order = self.placed[which % len(self.placed)]
        self.customers.place(order.customer_id, order.subject, *order.asked)

    @precondition(lambda self: bool(self.placed))
    @rule(which=WHICH)
    def look(self, which: int) -> None:
        self.customers.look_at([self.placed[which % len(self.placed)]])

    @rule(which=WHICH, fate=FATES)
    def move(self, which: int, fate: Fate) -> None:
        """One thing that waits to be done is done, or goes wrong."""
        waiting: list[Callable[[Fate], None]] = [
            *(partial(self._screen, each) for each in range(len(self.services.unscreened))),
            *(partial(self._send, each) for each in SENDERS),
            *(partial(self._deliver, each) for each in range(len(self.services.letters))),
        ]
        waiting[which % len(waiting)](fate)

    def _screen(self, which: int, fate: Fate) -> None:
        if fate is Fate.DONE:
            self.services.screen(which)
        else:
            self.services.forget(which)

    def _send(self, service: str, fate: Fate) -> None:
        self.services.send(service, STORED[fate])

    def _deliver(self, which: int, fate: Fate) -> None:
        if fate is Fate.DONE:
            self.services.deliver(which)
        else:
            self.services.kill(which, at_once=fate is Fate.DIES_AT_ONCE)

    @rule()
    def take_over(self) -> None:
        self.services.take_over()

    @precondition(lambda self: bool(self.services.handled))
    @rule(which=WHICH)
    def deliver_again(self, which: int) -> None:
        self.services.deliver_again(which)

    @rule(service=ANYBODY)
    def restart(self, service: str) -> None:
        self.services.restart_one(service)

    def teardown(self) -> None:
        """Raises Wrong."""
        with self._opened:
            ended = self.services.finish()
            self.customers.look_at(self.placed)
            operations = self.customers.log.operations
            said = judge("services", self.services.audit_url, operations, awaited="").said
        if not ended or said:
            raise Wrong(f"there is {'an' if ended else 'no'} end; {said}")


def opening(open_services: Open) -> type[Interleaving]:
    """The machine, as hypothesis makes it: without arguments."""

    class Opened(Interleaving):
        def __init__(self) -> None:
            super().__init__(open_services)

    return Opened
