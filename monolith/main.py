"""Where granian starts a replica: `granian --factory monolith.main:build`."""

import os

from flask import Flask

from monolith.app import NOTIFIER, create_app
from monolith.config import Config
from shared_domain.kernel.config import read_config
from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.seeing import open_seeing
from shared_domain.kernel.shutdown import when_main_thread_ends
from shared_domain.kernel.wrap import Wrap, unwrapped


def build(wrap: Wrap = unwrapped) -> Flask:
    config = read_config(Config, os.environ)
    seeing = open_seeing(read_config(SeeingConfig, os.environ))
    app = create_app(config, seeing.around(wrap), seeing)
    app.extensions[NOTIFIER].start()
    when_main_thread_ends(seeing.close)
    return app
