"""What every service's `main.py` does, so that those hold only names. Compare monolith/main.py."""

import logging
import os
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import service_of
from shared_domain.kernel.config import read_config
from shared_domain.kernel.wrap import Wrap

C = TypeVar("C", bound=ServiceConfig)


def serve(create: Callable[[C, Wrap], Flask], config: type[C], wrap: Wrap) -> Flask:
    """Make the app and start what works beside it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("kafka").setLevel(logging.ERROR)
    app = create(read_config(config, os.environ), wrap)
    service_of(app).start()
    return app
