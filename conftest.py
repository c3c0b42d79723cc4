"""Names the plugins whose fixtures every package's tests may use."""

import signal

pytest_plugins = (
    "experiments.testing.habits",
    "experiments.testing.postgres",
    "experiments.testing.kafka",
    "experiments.testing.rabbitmq",
)


def pytest_configure() -> None:
    """A shell that starts us in the background has SIGINT ignored, and so would every process that
    a test means to interrupt."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
