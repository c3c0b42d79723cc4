"""What every service reads from its environment."""

from dataclasses import dataclass, field

from shared_domain.kernel.protections import PROTECTED, Protections


@dataclass(frozen=True)
class ServiceConfig:
    database_url: str
    pool_size: int
    kafka: str
    replica: str
    protections: Protections = field(default=PROTECTED, kw_only=True)
