"""Lines as replicas write them, in exactly the format of ADR 31, and spans made by hand."""

from collections.abc import Mapping
from pathlib import Path

from experiments.telemetry.sources import Source
from experiments.telemetry.span import Span

RECORDED = Path(__file__).parent / "recordings"
ORDER = "7c1f0d2e-5a41-4f0e-9a57-0c2b1f6d8e90"
TRACE = "7f3a1c5e9b2d4f60a8c1e3d5b7092f4a"
LOOK = "4bf92f3577b34da6a3ce929d0e0e4736"
"""The trace of a client that looks at the order."""

ON_MONOLITH = "2b9d4c1a-77e0-4c55-8d1f-6a0e3b5f9c21"
METRICS = (RECORDED / "services" / "orders-1.metrics.txt").read_text(encoding="utf-8")
FIRST_NS = 1_795_788_201_400_000_000


def source(folder: Path, arm: str = "services") -> Source:
    spans, logs = sorted(folder.glob("spans-*.jsonl")), sorted(folder.glob("*.log"))
    return Source(arm, f"{arm}, recorded", tuple(logs), tuple(spans))


def services() -> Source:
    return source(RECORDED / "services")


def monolith() -> Source:
    return source(RECORDED / "monolith", "monolith")


def span(
    span_id: str,
    parent_id: str = "",
    at_ms: float = 0,
    took_ms: float = 1,
    name: str = "",
    attributes: Mapping[str, str] | None = None,
) -> Span:
    """One of the orders service, `at_ms` after FIRST_NS."""
    began_ns = FIRST_NS + round(at_ms * 1e6)
    ended_ns = began_ns + round(took_ms * 1e6)
    said = dict(attributes or {})
    who = ("orders", "orders-1")
    return Span(
        TRACE, span_id, parent_id, name or span_id, "internal", began_ns, ended_ns, *who,
        attributes=said,
    )  # fmt: skip
