"""Where the backends are asked and told things."""

from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = "http://127.0.0.1"


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
    return Addresses(
        elasticsearch=f"{LOOPBACK}:{elasticsearch}",
        prometheus=f"{LOOPBACK}:{prometheus}",
        alertmanager=f"{LOOPBACK}:{alertmanager}",
        jaeger=f"{LOOPBACK}:{jaeger}",
        spans=f"{LOOPBACK}:{otlp}/v1/traces",
    )


COMPOSE: Final = on_loopback(20720, 20730, 20740, 20750, 20760)
"""As compose/observability.yaml publishes them."""
