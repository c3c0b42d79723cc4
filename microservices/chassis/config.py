"""What every service reads from its environment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceConfig:
    database_url: str
    pool_size: int
    kafka: str
    replica: str
