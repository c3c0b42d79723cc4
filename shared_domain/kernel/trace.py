"""W3C trace context: one id that follows an order through calls, tables and topics."""

import re
import secrets

TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}\Z")
SAMPLED = 1


def new_traceparent() -> str:
    """Of a trace that nobody records: whoever does so takes the id of a span."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


def accept_traceparent(header: str | None) -> str:
    """The caller's trace context, or a new one where there is none or it is malformed."""
    return header if header and TRACEPARENT.match(header) else new_traceparent()


def trace_id(traceparent: str) -> str:
    """Of a well-formed trace context."""
    return traceparent[3:35]


def is_sampled(traceparent: str) -> bool:
    """Whether who sent this well-formed trace context records the trace."""
    return bool(int(traceparent[-2:], 16) & SAMPLED)
