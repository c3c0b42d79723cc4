"""What images are called: ours, and those of others under exact tags."""

from typing import Final

OURS: Final = "cleave"
VERSION: Final = "0.1.0"
"""Of the project, and of the images that the compose files name."""
PYTHON: Final = "python:3.11.14-slim-bookworm"
POSTGRES: Final = "postgres:18.4-bookworm"
KAFKA: Final = "apache/kafka:4.4.0"
RABBITMQ: Final = "rabbitmq:4.1.4"
ENVOY: Final = "envoyproxy/envoy:v1.40.0"


def repository(part: str) -> str:
    """The image of a part, or of the outside world, without a tag."""
    return f"{OURS}/{part}"


def versioned(part: str) -> str:
    """As the compose files call it."""
    return f"{repository(part)}:{VERSION}"
