"""Any interleaving of crash, duplicate and delay, as a state machine: whatever is done in whatever
order, in the end every order is final, and units and cents are conserved.

A message is late for as long as nobody delivers it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

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
BUYERS = st.sampled_from((ANNA, BEN, PENNILESS, RISKY))
WISHES: tuple[Basket, ...] = (
    (("p-0001", 2),),
    (("p-0001", 1), ("p-0002", 3)),
    (("p-0001", 1), (LAST_UNIT, 1)),
    (("p-0002", 1), (SOLD_OUT, 1)),
)
BASKETS = st.sampled_from(WISHES)
WHICH = st.integers(0, 15)
SENDERS = st.sampled_from(("orders", "inventory", "payments"))
ANYBODY = st.sampled_from(sorted(APPS))
STORED = st.sampled_from((None, 0, 1))


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

    @precondition(lambda self: bool(self.services.unscreened))
    @rule(which=WHICH)
    def screen(self, which: int) -> None:
        self.services.screen(which)

    @precondition(lambda self: bool(self.services.unscreened))
    @rule(which=WHICH)
    def forget(self, which: int) -> None:
        self.services.forget(which)

    @rule()
    def take_over(self) -> None:
        self.services.take_over()

    @rule(service=SENDERS, stored=STORED)
    def send(self, service: str, stored: int | None) -> None:
        self.services.send(service, stored)

    @precondition(lambda self: bool(self.services.letters))
    @rule(which=WHICH)
    def deliver(self, which: int) -> None:
        self.services.deliver(which)

    @precondition(lambda self: bool(self.services.handled))
    @rule(which=WHICH)
    def deliver_again(self, which: int) -> None:
        self.services.deliver_again(which)

    @precondition(lambda self: bool(self.services.letters))
    @rule(which=WHICH, at_once=st.booleans())
    def kill(self, which: int, at_once: bool) -> None:
        self.services.kill(which, at_once)

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
