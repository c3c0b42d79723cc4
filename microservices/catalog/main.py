"""Where granian starts a replica: `granian --factory microservices.catalog.main:build`."""

from flask import Flask

from microservices.catalog.app import create_app
from microservices.catalog.config import Config
from microservices.chassis.process import serve
from shared_domain.kernel.wrap import Wrap, unwrapped


def build(wrap: Wrap = unwrapped) -> Flask:
    return serve(create_app, Config, wrap)
