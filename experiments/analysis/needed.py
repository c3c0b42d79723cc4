"""How many blocks would probably have decided what these did not."""

import math
from typing import Final

from experiments.analysis.grid import Interval

MOST_BLOCKS: Final = 64
"""As many as a run may have."""
MOST_TOLD: Final = 999


def blocks_to_decide(blocks: int, estimate: float, interval: Interval, bound: float) -> int | None:
    """Blocks, an even number, of a new run whose interval would probably leave `bound` outside.

    Taken for granted: that the estimate is true, and that an interval narrows with the root of
    the number of blocks. So blocks * (half-width / distance to the bound)^2. Simulated, two such
    runs in three decide, and more the clearer the truth. None above 999: at the bound itself
    nothing ever decides.
    """
    distance = abs(estimate - bound)
    if distance == 0:
        return None
    enough = math.ceil(blocks * (interval.half_width / distance) ** 2)
    if enough > MOST_TOLD:
        return None
    return max(enough + enough % 2, blocks + 2 - blocks % 2)


def in_words(needed: int) -> str:
    """Adding blocks until a verdict comes out would make it come out too often."""
    if needed > MOST_BLOCKS:
        return (
            f"if the estimate is true, {needed} blocks would decide it in two cases of three: more"
            f" than the {MOST_BLOCKS} that a run may have"
        )
    return (
        f"a new run of {needed} blocks would decide it in two cases of three, if the estimate is"
        " true; do not add to this one"
    )
