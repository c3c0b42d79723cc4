"""The backends of observability: those of compose/observability.yaml, and the same ones on this
machine, as far as packages give them, for the tests that hold their configuration to what it says."""
