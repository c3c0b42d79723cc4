"""Where granian starts a replica: `granian --factory microservices.orders.main:build`."""

from flask import Flask

from microservices.chassis.process import serve
from microservices.orders.app import create_app
from microservices.orders.config import Config


def build() -> Flask:
    return serve(create_app, Config)
