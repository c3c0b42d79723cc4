"""What the catalog service reads from its environment."""

from dataclasses import dataclass

from microservices.chassis.config import ServiceConfig


@dataclass(frozen=True)
class Config(ServiceConfig):
    mesh_url: str
    remote_timeout_ms: int
