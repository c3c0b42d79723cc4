"""Names the plugins whose fixtures every package's tests may use."""

pytest_plugins = ("experiments.testing.postgres",)
