"""Orders in memory, and the whole checkout in a dozen lines: see memory_shop.py."""

from collections.abc import Collection, Sequence

from experiments.testing.memory_features import Memory
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import IdempotencyKeyReused, Reason, UnknownOrder
from shared_domain.notifications.feature import text_for
from shared_domain.orders import rules
from shared_domain.orders.feature import Orders, PlaceOrder
from shared_domain.orders.order import Order, Status

RISKY = "c-09999"


class MemoryOrders(Orders):
    """Settles an order as it is placed, but shows it PENDING for the first `shown_pending`
    answers about it, as the services do."""

    def __init__(self, memory: Memory, shown_pending: int = 0) -> None:
        self.memory = memory
        self.shown_pending = shown_pending
        self.shown: dict[str, int] = {}

    def place(self, request: PlaceOrder) -> Order:
        asked = rules.fingerprint(request.lines)
        with self.memory.lock:
            earlier = self.earlier(request)
            if earlier is not None:
                if earlier.fingerprint != asked:
                    raise IdempotencyKeyReused("Use a new Idempotency-Key for another order.")
                return self.as_shown(earlier)
            order = self.settled(self.unsaved(request, asked))
            self.memory.orders.append(order)
            self.tell(order)
            return self.as_shown(order)

    def read(self, session: Session, customer_id: str, order_id: str) -> Order:
        for order in self.memory.orders:
            if order.order_id == order_id and order.customer_id == customer_id:
                return self.as_shown(order)
        raise UnknownOrder(f"You have no order {order_id!r}.")

    def newest(
        self, session: Session, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        own = [each for each in reversed(self.memory.orders) if each.customer_id == customer_id]
        if after is not None:
            ids = [each.order_id for each in own]
            own = own[ids.index(after) + 1 :] if after in ids else []
        return [self.as_shown(each) for each in own[:limit]]

    def earlier(self, request: PlaceOrder) -> Order | None:
        for order in self.memory.orders:
            key = (order.customer_id, order.idempotency_key)
            if key == (request.customer_id, request.idempotency_key):
                return order
        return None

    def unsaved(self, request: PlaceOrder, fingerprint: str) -> Order:
        return Order(
            order_id=new_uuid(),
            customer_id=request.customer_id,
            idempotency_key=request.idempotency_key,
            fingerprint=fingerprint,
            traceparent=request.traceparent,
            lines=rules.priced(request.lines, self.prices([x.product_id for x in request.lines])),
            placed_at=utc_now(),
        )

    def prices(self, product_ids: Collection[str]) -> dict[str, int]:
        products = self.memory.products
        return {each: products[each].price_cents for each in product_ids if each in products}

    def settled(self, order: Order) -> Order:
        reason = self.refusal(order)
        if reason is not None:
            return order.settled(Status.REJECTED, reason, utc_now())
        for line in order.lines:
            self.memory.stock[line.product_id] -= line.quantity
        self.memory.wallets[order.customer_id] -= order.total_cents
        return order.settled(Status.CONFIRMED, None, utc_now())

    def refusal(self, order: Order) -> Reason | None:
        if not self.memory.outside_answers:
            return Reason.SCREENING_UNAVAILABLE
        if order.customer_id == RISKY:
            return Reason.RISK_REFUSED
        if any(self.memory.stock[line.product_id] < line.quantity for line in order.lines):
            return Reason.OUT_OF_STOCK
        if self.memory.wallets.get(order.customer_id, 0) < order.total_cents:
            return Reason.PAYMENT_DECLINED
        return None

    def tell(self, order: Order) -> None:
        event = order.settled_event()
        told = {
            "order_id": event.order_id,
            "status": event.status,
            "text": text_for(event),
            "sent_at": utc_now().isoformat(),
        }
        self.memory.notifications.append((event.customer_id, told))

    def as_shown(self, order: Order) -> Order:
        self.shown[order.order_id] = self.shown.get(order.order_id, 0) + 1
        if self.shown[order.order_id] > self.shown_pending:
            return order
        return Order(
            **{**vars(order), "status": Status.PENDING, "reason": None, "settled_at": None}
        )
