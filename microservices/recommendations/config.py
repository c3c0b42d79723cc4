"""What the recommendations service reads from its environment."""

from dataclasses import dataclass

from microservices.chassis.config import ServiceConfig


@dataclass(frozen=True)
class Config(ServiceConfig):
    outside_url: str
    outside_timeout_ms: int
    scoring_rounds: int
