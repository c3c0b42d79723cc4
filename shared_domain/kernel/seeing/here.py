"""What a thread works on: whoever logs, calls or runs a statement looks here and is handed nothing.

Whoever takes work in (a request, a message, a job) enters it. Where no span is being recorded, a
span within costs one look at a context variable.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar, Token
from typing import TypeVar

from shared_domain.kernel.seeing.span import NO_MORE, Attributes, Kind, Span, attributes_of, ended
from shared_domain.kernel.trace import accept_traceparent, trace_id

T = TypeVar("T")
NOT_RECORDED: AbstractContextManager[Span | None] = nullcontext()


class Here:
    """The feature, the order where there is one, and the span where one is being recorded. `given`
    is the trace context that came along."""

    __slots__ = ("_given", "_traceparent", "feature", "order", "span")

    def __init__(
        self, feature: str, given: str | None = None, order: str = "", span: Span | None = None
    ) -> None:
        self.feature = feature
        self.order = order
        self.span = span
        self._given = given
        self._traceparent: str | None = None

    @property
    def traceparent(self) -> str:
        """Of the span, or as it came along, or a new one: the same whenever it is asked for."""
        if self._traceparent is None:
            known = self.span.traceparent if self.span else accept_traceparent(self._given)
            self._traceparent = known
        return self._traceparent

    @property
    def recorded(self) -> str:
        """The id of the trace that is being recorded here; "" where none is."""
        return trace_id(self.span.traceparent) if self.span else ""


Entered = Token[Here | None]
_here: ContextVar[Here | None] = ContextVar("here", default=None)


def here() -> Here | None:
    return _here.get()


def enter(now: Here) -> Entered:
    """This thread works on `now` until it leaves."""
    return _here.set(now)


def leave(entered: Entered) -> None:
    _here.reset(entered)


@contextmanager
def at(now: Here) -> Iterator[Here]:
    """This thread works on `now` until the block ends."""
    entered = enter(now)
    try:
        yield now
    finally:
        leave(entered)


def carried(call: Callable[[], T]) -> Callable[[], T]:
    """The call, for another thread to make: there it still belongs to what is worked on here."""
    now = _here.get()
    if now is None:
        return call

    def there() -> T:
        with at(now):
            return call()

    return there


def traceparent_here(otherwise: str) -> str:
    """Of the span that is being recorded here; `otherwise` where none is."""
    now = _here.get()
    return now.span.traceparent if now is not None and now.span else otherwise


def span(
    name: str,
    kind: Kind = Kind.INTERNAL,
    attributes: Attributes = NO_MORE,
    feature: str = "",
    order: str = "",
) -> AbstractContextManager[Span | None]:
    """A span within the one that is being recorded here; nothing where none is. `feature` and
    `order` are those of the work within, where they are others."""
    now = _here.get()
    if now is None or now.span is None:
        return NOT_RECORDED
    return _within(now, now.span, name, kind, attributes, feature, order)


@contextmanager
def _within(
    outer: Here,
    parent: Span,
    name: str,
    kind: Kind,
    attributes: Attributes,
    feature: str,
    order: str,
) -> Iterator[Span | None]:
    feature, order = feature or outer.feature, order or outer.order
    child = parent.child(name, kind, attributes_of(feature, order, attributes))
    with at(Here(feature, None, order, child)), ended(child):
        yield child
