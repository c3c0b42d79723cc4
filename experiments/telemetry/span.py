"""A span: one thing that a replica did, when it began and how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FEATURE, ORDER, PART = "cleave.feature", "cleave.order", "cleave.part"
"""Attributes, as replicas name them. PART is said where a span is of another part than the replica
that wrote it: the gateway cannot write its own."""


@dataclass(frozen=True)
class Span:
    """Times are nanoseconds since 1970 by the clock of the process that wrote it. `parent_id` is ""
    for the first of a trace. `part` and `replica` wrote it."""

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    kind: str
    began_ns: int
    ended_ns: int
    part: str
    replica: str
    failed: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def feature(self) -> str:
        """Whose work it is: a feature, or a part that has none."""
        said = self.attributes
        return said.get(PART) or said.get(FEATURE) or self.part

    @property
    def order(self) -> str:
        """The order that it is about, or ""."""
        return self.attributes.get(ORDER, "")
