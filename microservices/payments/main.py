"""Where granian starts a replica: `granian --factory microservices.payments.main:build`."""

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.process import serve
from microservices.payments.app import create_app
from shared_domain.kernel.wrap import Wrap, unwrapped


def build(wrap: Wrap = unwrapped) -> Flask:
    return serve(create_app, ServiceConfig, wrap)
