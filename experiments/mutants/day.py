"""One day in the shop: orders of every kind, and the accidents that a day may have.

The same for both arms and for every mutant. Whatever a mutant breaks, something here must touch it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from experiments.checks.history.operation import Operation
from experiments.mutants.arm import Arm
from experiments.mutants.customers import Customers
from experiments.mutants.meeting import Meeting
from experiments.mutants.outside import Outside
from experiments.testing.answering import RISKY
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT
from shared_domain.payments.seed import PENNILESS

ANNA, BEN, CLEO, DAN, EVE, FAY = (f"c-{number:05d}" for number in range(1, 7))
PRODUCTS = ("p-0001", "p-0002", "p-0003", "p-0004", "p-0005", LAST_UNIT)
MOST_ROUNDS = 16
Place = Callable[[], Operation]


class Day:
    def __init__(self, arm: Arm, outside: Outside) -> None:
        self._arm = arm
        self._outside = outside
        self.customers = Customers(arm)

    def live_through(self) -> None:
        self._look_around()
        self._ordinary_orders()
        self._repeats()
        self._at_once()
        self._killed_after_the_answer()
        self._killed_in_the_middle()
        self._connections_cut()
        self._broker_down()
        self._look_around()

    def _ordinary_orders(self) -> None:
        place = self.customers.place
        self._finish(
            [
                place(ANNA, "k-1", ("p-0001", 2), ("p-0002", 1)),
                place(PENNILESS, "k-2", ("p-0003", 3)),
                place(RISKY, "k-3", ("p-0001", 1)),
                place(BEN, "k-4", ("p-0001", 4), (SOLD_OUT, 1)),
                place(CLEO, "k-5", ("p-0004", 60)),
                place(EVE, "k-6", ("p-0077", 1), price=1),
            ]
        )

    def _repeats(self) -> None:
        """The same keys again, and one key text that two customers happen to use."""
        place = self.customers.place
        self._finish(
            [
                place(ANNA, "k-1", ("p-0001", 2), ("p-0002", 1)),
                place(PENNILESS, "k-2", ("p-0003", 3)),
                place(DAN, "same", ("p-0002", 1)),
                place(FAY, "same", ("p-0002", 1)),
            ]
        )

    def _at_once(self) -> None:
        """Two want one product, two the last unit of one, and one asks twice with one key."""
        place = self.customers.place
        self._finish(
            self._together(
                lambda: place(ANNA, "k-10", ("p-0005", 1)),
                lambda: place(BEN, "k-11", ("p-0005", 2)),
            )
        )
        self._finish(
            self._together(
                lambda: place(CLEO, "k-12", (LAST_UNIT, 1)),
                lambda: place(DAN, "k-13", (LAST_UNIT, 1)),
            )
        )
        self._finish(self._together(*[lambda: place(EVE, "k-14", ("p-0002", 1))] * 2))

    def _killed_after_the_answer(self) -> None:
        placed = [self.customers.place(FAY, "k-20", ("p-0002", 2))]
        self._arm.restart()
        self._finish(placed)

    def _killed_in_the_middle(self) -> None:
        with self._arm.killing():
            placed = [self.customers.place(ANNA, "k-21", ("p-0002", 1), ("p-0004", 1))]
            self._arm.go_on()
            self._arm.go_on()
        self._arm.restart()
        self._finish([*placed, *self.customers.ask_again(placed)])

    def _connections_cut(self) -> None:
        """While the outside screens the order, and then before each of its steps."""
        self._outside.before_screening = self._cut_once
        placed = [self.customers.place(BEN, "k-22", ("p-0002", 3))]
        for _ in range(4):
            self._arm.go_on()
            self._arm.cut_connections()
        self.customers.look_at(placed)
        self._finish([*placed, *self.customers.ask_again(placed)])

    def _broker_down(self) -> None:
        placed = [self.customers.place(CLEO, "k-23", ("p-0002", 1))]
        for _ in range(3):
            self._arm.break_down()
            self._arm.go_on()
        self._finish(placed)

    def _finish(self, placed: Sequence[Operation]) -> None:
        """Everybody watches until nothing is left to be done."""
        self.customers.look_at(placed)
        for _ in range(MOST_ROUNDS):
            is_busy = self._arm.go_on()
            self._watch(placed)
            if not is_busy:
                break
        self.customers.look_at(placed)
        for customer in sorted({each.customer_id for each in placed}):
            self.customers.wallet(customer)

    def _watch(self, placed: Sequence[Operation]) -> None:
        for order in placed:
            for sight in order.sights:
                self.customers.read(order.customer_id, sight.order_id)
        for product in sorted({product for each in placed for product, _ in each.asked}):
            self.customers.stock(product)

    def _together(self, *places: Place) -> list[Operation]:
        self._outside.before_screening = Meeting(patience_s=0.3)
        with ThreadPoolExecutor(len(places)) as threads:
            placed = list(threads.map(lambda place: place(), places))
        self._outside.be_calm()
        return placed

    def _cut_once(self) -> None:
        self._outside.be_calm()
        self._arm.cut_connections()

    def _look_around(self) -> None:
        for product in PRODUCTS:
            self.customers.stock(product)
        for customer in (ANNA, BEN, CLEO, DAN, EVE, FAY, PENNILESS, RISKY):
            self.customers.wallet(customer)
            self.customers.notices(customer)
            self.customers.orders(customer)
