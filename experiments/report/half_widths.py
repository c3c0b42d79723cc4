"""How narrow the intervals came out where the lab has an aim: throughput and CPU. Pure."""

from collections.abc import Iterator, Mapping

AIM = 0.08
AIMED_AT = ("good_per_s", "cpu_ms")
"""The metrics' keys."""


def achieved(half_widths: Mapping[str, float | None]) -> Iterator[str]:
    """The half-widths (shares) of AIMED_AT by the metrics' labels, in a line; none without any."""
    known = {label: width for label, width in half_widths.items() if width is not None}
    if known:
        widths = ", ".join(f"{label} {width:.1%}" for label, width in known.items())
        missed = ": MISSED" if max(known.values()) > AIM else ""
        yield f"Half-widths: {widths} (aim: {AIM:.0%} at most{missed})."
