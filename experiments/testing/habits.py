"""How property tests run here: the same examples each time, and no stopwatch on a busy machine."""

from hypothesis import settings

settings.register_profile("cleave", deadline=None, derandomize=True)
settings.load_profile("cleave")
