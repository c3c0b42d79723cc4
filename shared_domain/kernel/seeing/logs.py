"""The loggers of a process, set up once."""

import logging
import sys
from collections.abc import Callable

from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.log_line import ecs_format
from shared_domain.kernel.seeing.log_queue import LogQueue


def open_logs(config: SeeingConfig, lost: Callable[[], None]) -> LogQueue | None:
    """All loggers write to stderr, by a queue. Where somebody listens to them already, as in a
    test, that stays so."""
    logging.getLogger("kafka").setLevel(logging.ERROR)
    logging.getLogger("pika").setLevel(
        logging.CRITICAL
    )  # what it cannot do is said by who asked it
    if logging.getLogger().handlers:
        return None
    lines = LogQueue(sys.stderr, ecs_format(config), lost)
    logging.basicConfig(level=logging.INFO, handlers=[lines])
    return lines
