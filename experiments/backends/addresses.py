"""Where the backends are asked and told things."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Addresses:
    """Without a trailing slash. `spans` is the whole address of the collector."""

    elasticsearch: str
    prometheus: str
    alertmanager: str
    jaeger: str
    spans: str


def on_loopback(
    elasticsearch: int, prometheus: int, alertmanager: int, jaeger: int, otlp: int
) -> Addresses:
    """By their ports."""
    asked = (elasticsearch, prometheus, alertmanager, jaeger)
    return Addresses(
        *(f"http://127.0.0.1:{port}" for port in asked), f"http://127.0.0.1:{otlp}/v1/traces"
    )


COMPOSE: Final = on_loopback(20720, 20730, 20740, 20750, 20760)
"""As compose/observability.yaml publishes them."""
