"""Names the plugins whose fixtures every package's tests may use."""

pytest_plugins = (
    "experiments.testing.habits",
    "experiments.testing.postgres",
    "experiments.testing.kafka",
)
