"""Where granian starts a replica: `granian --factory microservices.inventory.main:build`."""

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.process import serve
from microservices.inventory.app import create_app


def build() -> Flask:
    return serve(create_app, ServiceConfig)
