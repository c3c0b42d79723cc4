"""What the monolith reads from its environment."""

from dataclasses import dataclass

from shared_domain.kernel.protections import PROTECTED, Protections


@dataclass(frozen=True)
class Config:
    database_url: str
    pool_size: int
    outside_url: str
    outside_timeout_ms: int
    remote_timeout_ms: int
    scoring_rounds: int
    protections: Protections = PROTECTED
