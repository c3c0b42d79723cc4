"""Where a trace begins, or comes in from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from shared_domain.kernel.seeing.here import Here, at
from shared_domain.kernel.seeing.span import NO_MORE, Attributes, Kind, Span, attributes_of, ended


class Tracing(Protocol):
    @property
    def recording(self) -> bool:
        """False if no span is ever recorded."""
        ...

    def begin(
        self,
        name: str,
        kind: Kind,
        traceparent: str | None,
        attributes: Attributes,
        start_ns: int | None = None,
    ) -> Span | None:
        """A span that continues the trace of `traceparent`, or begins one where there is none or it
        is malformed. None if the trace is not sampled. It began at `start_ns`, in nanoseconds since
        1970, or now."""
        ...

    def close(self) -> None:
        """Write what has ended; takes a second at most. Never raises."""
        ...


class NoTracing:
    recording = False

    def begin(
        self,
        name: str,
        kind: Kind,
        traceparent: str | None,
        attributes: Attributes,
        start_ns: int | None = None,
    ) -> None:
        """Nothing is sampled."""

    def close(self) -> None:
        """There is nothing to write."""


@contextmanager
def entered(
    tracing: Tracing,
    name: str,
    kind: Kind,
    feature: str,
    traceparent: str | None,
    order: str = "",
    attributes: Attributes = NO_MORE,
) -> Iterator[Here]:
    """The block is work that came in with `traceparent`."""
    said = attributes_of(feature, order, attributes) if tracing.recording else NO_MORE
    begun = tracing.begin(name, kind, traceparent, said)
    with at(Here(feature, traceparent, order, begun)) as now:
        if begun is None:
            yield now
        else:
            with ended(begun):
                yield now
