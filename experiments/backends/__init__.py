"""The backends of observability: those of compose/observability.yaml, and the same ones on this
machine, as far as packages give them, so that tests can hold their configuration to what it says.
"""
