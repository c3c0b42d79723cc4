"""Where granian starts a replica: `granian --factory microservices.catalog.main:build`."""

from flask import Flask

from microservices.catalog.app import create_app
from microservices.catalog.config import Config
from microservices.chassis.process import serve


def build() -> Flask:
    return serve(create_app, Config)
