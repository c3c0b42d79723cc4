"""The one error tree of what a caller of the shop may see.

    ShopError
    ├── Refused                  a rule said no: the order ends REJECTED with the reason
    ├── Unavailable              503  something this process needs does not answer
    │   └── Overloaded                or it has too much to do already
    └── ProblemError             the caller's mistake, one class per kind of answer
        ├── MalformedJson        400
        ├── CustomerRequired     401
        ├── NotFound             404  (UnknownProduct, UnknownOrder, UnknownCustomer)
        └── InvalidRequest       422  (UnknownProductInOrder, IdempotencyKeyReused)

Errors become HTTP in one place, `kernel/http/problems.py`.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why an order was rejected. Part of the contract."""

    RISK_REFUSED = "risk_refused"
    SCREENING_UNAVAILABLE = "screening_unavailable"
    OUT_OF_STOCK = "out_of_stock"
    PAYMENT_DECLINED = "payment_declined"
    FAILED = "failed"


class ShopError(Exception):
    """Anything this shop raises on purpose."""


class Refused(ShopError):
    """A business rule said no. Nothing is broken; the order is rejected."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Unavailable(ShopError):
    """Something this process depends on does not answer. The outcome is unknown to the caller."""


class Overloaded(Unavailable):
    """There is more to do than can be done in time. Nothing was begun."""


class ProblemError(ShopError):
    """A mistake of the caller, told as problem+json (RFC 9457)."""

    status = 400
    slug = "bad-request"
    title = "Bad request"


class MalformedJson(ProblemError):
    slug, title = "malformed-json", "The body is not valid JSON"


class CustomerRequired(ProblemError):
    status, slug, title = 401, "customer-required", "Say which customer is asking"


class NotFound(ProblemError):
    status, slug, title = 404, "not-found", "Nothing here"


class UnknownProduct(NotFound):
    slug, title = "unknown-product", "No such product"


class UnknownOrder(NotFound):
    slug, title = "unknown-order", "No such order"


class UnknownCustomer(NotFound):
    slug, title = "unknown-customer", "No such customer"


class InvalidRequest(ProblemError):
    status, slug, title = 422, "invalid-request", "The request breaks the contract"


class UnknownProductInOrder(InvalidRequest):
    slug, title = "unknown-product-in-order", "The order names a product that does not exist"


class IdempotencyKeyReused(InvalidRequest):
    slug, title = "idempotency-key-reused", "This Idempotency-Key was used for another order"
