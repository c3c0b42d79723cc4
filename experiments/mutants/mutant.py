"""A mistake to be planted, and the checker that must notice it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from shared_domain.kernel.wrap import Wrap, unwrapped

Plant = Callable[[], AbstractContextManager[Any]]
"""Plants the mistake for as long as the context lasts, before the arm is put together."""


@dataclass(frozen=True)
class Mutant:
    """`wrap` plants by replacing features at the composition root, `plant` by patching; `sql`, by
    feature, takes a constraint away that would hide the mistake."""

    name: str
    caught_by: str
    plant: Plant = nullcontext
    wrap: Wrap = unwrapped
    sql: Mapping[str, str] = field(default_factory=dict)
