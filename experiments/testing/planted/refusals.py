"""Mutants that sentences/refusals.py notices."""

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import Mutants, built_with
from shared_domain.kernel.errors import Reason
from shared_domain.orders.order import Order


class ForWrongReasons(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        return Reason.FAILED if super().refusal(order) else None


class TrustingEverybody(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        return None if reason is Reason.RISK_REFUSED else reason


class ChargingTheRefused(MemoryOrders):
    def settled(self, order: Order) -> Order:
        settled = super().settled(order)
        if settled.reason is not None:
            self.memory.wallets[order.customer_id] -= order.total_cents
        return settled


class KeepingTheStock(MemoryOrders):
    """The stock of an order refused for this reason is not put back."""

    reason = Reason.PAYMENT_DECLINED

    def settled(self, order: Order) -> Order:
        settled = super().settled(order)
        if settled.reason is self.reason:
            for line in order.lines:
                self.memory.stock[line.product_id] -= line.quantity
        return settled


class KeepingTheOtherLines(KeepingTheStock):
    reason = Reason.OUT_OF_STOCK


class OnCredit(MemoryOrders):
    """Who has no wallet is given one."""

    def refusal(self, order: Order) -> Reason | None:
        self.memory.wallets.setdefault(order.customer_id, order.total_cents)
        return super().refusal(order)


class Overselling(MemoryOrders):
    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        last = [line.product_id for line in order.lines] == ["p-0999"]
        if last and reason is Reason.OUT_OF_STOCK:
            self.memory.stock["p-0999"] += 1
            return None
        return reason


MUTANTS: Mutants = {
    "a risky order is refused": {
        "it goes through": built_with(orders=TrustingEverybody),
        "it is charged": built_with(orders=ChargingTheRefused),
    },
    "an order of a sold out product is refused": {
        "the wrong reason": built_with(orders=ForWrongReasons),
    },
    "an order with one sold out line is refused whole": {
        "the other lines are kept": built_with(orders=KeepingTheOtherLines),
    },
    "a declined payment puts the stock back": {
        "no compensation": built_with(orders=KeepingTheStock),
    },
    "a customer without a wallet is declined": {"on credit": built_with(orders=OnCredit)},
    "the last unit is sold once": {"sold twice": built_with(orders=Overselling)},
}
