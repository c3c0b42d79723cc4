"""Where the backends' configuration stands, and what was fetched of them."""

from pathlib import Path
from typing import Final

from experiments.errors import LabError
from experiments.setup.jars import default_folder
from experiments.stacks.local.places import REPOSITORY

COMPOSE: Final = REPOSITORY / "compose" / "observability.yaml"
CONFIGURATION: Final = REPOSITORY / "compose" / "observability"
REMEDY: Final = "run `make backends`, on Debian with Go"


class BackendError(LabError):
    """A backend is missing or cannot be fetched; one line."""


def programs_folder() -> Path:
    """Beside Kafka's jars, shared by every copy of this repository."""
    return default_folder().with_name("backends")


def jars_folder() -> Path:
    return default_folder().with_name("elasticsearch-jars")
