"""What puts one poison into an arm."""

from collections.abc import Callable
from typing import Final

from experiments.soak.poisons import Poison

SENT_WITHIN_S: Final = 10.0
Pour = Callable[[Poison], None]
"""Raises NotSeen where it is not taken."""
