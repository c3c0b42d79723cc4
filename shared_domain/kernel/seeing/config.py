"""What a replica is told about itself, and about what it shall let be seen."""

from dataclasses import dataclass

from shared_domain.kernel.config import ConfigError


@dataclass(frozen=True)
class SeeingConfig:
    """`spans` is the file they go to, or a collector that takes OTLP over HTTP (its whole address,
    http://.../v1/traces); without either, or at a `trace_percent` of 0, none is recorded.
    `release` is the name of what is deployed, `version` its content's digest. `threads` answer
    HTTP."""

    part: str
    replica: str
    release: str
    version: str
    threads: int
    trace_percent: int
    spans: str

    def __post_init__(self) -> None:
        if not 0 <= self.trace_percent <= 100:
            raise ConfigError(f"CLEAVE_TRACE_PERCENT must be 0 to 100, not {self.trace_percent}")
