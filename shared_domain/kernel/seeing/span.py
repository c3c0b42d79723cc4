"""One piece of work that is being recorded, as its users see it. The adapter is `otel.py`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from types import MappingProxyType
from typing import Protocol

from shared_domain.kernel.errors import ProblemError, Refused

Value = str | int | bool
Attributes = Mapping[str, Value]
NO_MORE: Attributes = MappingProxyType({})
WANTED = (Refused, ProblemError)  # a rule said no, or a caller was wrong: nothing has failed


class Kind(Enum):
    """Named as OpenTelemetry names them."""

    INTERNAL = auto()
    SERVER = auto()
    CLIENT = auto()
    PRODUCER = auto()
    CONSUMER = auto()


class Span(Protocol):
    @property
    def traceparent(self) -> str:
        """For whoever continues the trace below this span."""
        ...

    def child(self, name: str, kind: Kind, attributes: Attributes) -> "Span": ...

    def set(self, name: str, value: Value) -> None: ...

    def fail(self, kind: str) -> None:
        """It came to no good end: `kind` is an error's class, or a status."""
        ...

    def end(self) -> None: ...


def attributes_of(feature: str, order: str, more: Attributes) -> Attributes:
    """What every span says, and `more`."""
    known: dict[str, Value] = {"cleave.feature": feature}
    if order:
        known["cleave.order"] = order
    return {**known, **more}


@contextmanager
def ended(span: Span) -> Iterator[None]:
    """The span ends with the block. Of an error it keeps the class: a text may hold anything."""
    try:
        yield
    except BaseException as error:
        name = type(error).__name__
        if isinstance(error, WANTED):
            span.set("error.type", name)
        else:
            span.fail(name)
        raise
    finally:
        span.end()
