"""The feature flag that a release's new code stands behind, on both arms."""

from collections.abc import Mapping
from typing import Final

FORMER: Final[Mapping[str, object]] = {"flag": "former"}
"""Given to `Stack.switch`, it makes the feature's former code run."""
