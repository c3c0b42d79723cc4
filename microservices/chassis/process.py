"""What every service's `main.py` does, so that those hold only names. Compare monolith/main.py."""

import os
from typing import Protocol, TypeVar

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import service_of
from shared_domain.kernel.config import read_config
from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.seeing import Seeing, open_seeing
from shared_domain.kernel.wrap import Wrap

C = TypeVar("C", bound=ServiceConfig)
C_contra = TypeVar("C_contra", bound=ServiceConfig, contravariant=True)


class Create(Protocol[C_contra]):
    """The composition root of a service."""

    def __call__(self, config: C_contra, wrap: Wrap, *, seeing: Seeing) -> Flask: ...


def serve(create: Create[C], config: type[C], wrap: Wrap) -> Flask:
    """Make the app and start what works beside it."""
    known = read_config(config, os.environ)
    seeing = open_seeing(read_config(SeeingConfig, os.environ))
    app = create(known, seeing.around(wrap), seeing=seeing)
    service_of(app).start()
    return app
