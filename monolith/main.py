"""Where granian starts a replica: `granian --factory monolith.main:build`."""

import logging
import os

from flask import Flask

from monolith.app import NOTIFIER, create_app
from monolith.config import Config
from shared_domain.kernel.config import read_config
from shared_domain.kernel.wrap import Wrap, unwrapped


def build(wrap: Wrap = unwrapped) -> Flask:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(read_config(Config, os.environ), wrap)
    app.extensions[NOTIFIER].start()
    return app
