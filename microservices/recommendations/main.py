"""Where granian starts a replica: `granian --factory microservices.recommendations.main:build`."""

from flask import Flask

from microservices.chassis.process import serve
from microservices.recommendations.app import create_app
from microservices.recommendations.config import Config
from shared_domain.kernel.wrap import Wrap, unwrapped


def build(wrap: Wrap = unwrapped) -> Flask:
    return serve(create_app, Config, wrap)
