"""Where spans go: into a file, or over OTLP/HTTP to whoever collects them.

Which one it is is read off the setting. The HTTP exporter brings an HTTP client and protobuf along,
so a replica that writes a file loads neither.
"""

import logging
from typing import Final

from opentelemetry.sdk.trace.export import SpanExporter

from shared_domain.kernel.seeing.span_file import writing_to

TAKEN_WITHIN_S: Final = 2.0
"""Tries included. The exporter's own 10 s would keep a queue full of spans from shrinking."""


def is_address(spans: str) -> bool:
    """Whether the setting names a collector, not a file."""
    return spans.startswith(("http://", "https://"))


def span_exporter(spans: str) -> SpanExporter:
    """Raises OSError if it is a file that cannot be opened. A collector that is not there is found
    out later, by the thread that sends: its spans are lost and counted."""
    made: SpanExporter = _over_http(spans) if is_address(spans) else writing_to(spans)
    return made


def _over_http(address: str) -> SpanExporter:
    """No proxy of the machine's settings stands between a replica and its collector."""
    import requests
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    logging.getLogger("opentelemetry.exporter.otlp").setLevel(logging.ERROR)  # a line a lost batch
    session = requests.Session()
    session.trust_env = False
    made: SpanExporter = OTLPSpanExporter(endpoint=address, timeout=TAKEN_WITHIN_S, session=session)
    return made
