"""All that a process lets be seen, put together in its composition root."""

import logging
from dataclasses import dataclass

from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.features import seen_features
from shared_domain.kernel.seeing.log_queue import LogQueue
from shared_domain.kernel.seeing.logs import open_logs
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.tracing import NoTracing, Tracing
from shared_domain.kernel.wrap import Wrap

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seeing:
    metrics: Metrics
    tracing: Tracing
    logs: LogQueue | None = None

    def around(self, wrap: Wrap) -> Wrap:
        """A release's hook, so that each feature is seen through it."""
        return seen_features(wrap, self.tracing)

    def close(self) -> None:
        """Write what is left, in two seconds at most."""
        self.tracing.close()
        if self.logs:
            self.logs.close()


def unseen() -> Seeing:
    """For whoever puts an application together without a process around it."""
    return Seeing(Metrics(), NoTracing())


def open_seeing(config: SeeingConfig) -> Seeing:
    """Set up the process's loggers, and what else it lets be seen."""
    metrics = Metrics()
    metrics.describe(config)
    logs = open_logs(config, metrics.lines_dropped.inc)
    return Seeing(metrics, _open_tracing(config, metrics), logs)


def _open_tracing(config: SeeingConfig, metrics: Metrics) -> Tracing:
    """A file for spans that cannot be opened is no reason not to serve."""
    if not config.spans or config.trace_percent == 0:
        return NoTracing()
    from shared_domain.kernel.seeing.otel import OpenTelemetry

    try:
        return OpenTelemetry(config, metrics.spans_ended.inc, metrics.spans_written.inc)
    except OSError as error:
        log.error("no spans are recorded: %s", error)
        return NoTracing()
