"""Many claims in one run: Holm's step-down adjustment.

S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
6 (1979) 65-70. It keeps the chance of even one wrong verdict among all claims at 5%, whatever
depends on whatever.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from experiments.analysis.verdict import Ruling, Verdict

ALPHA: Final = 0.05


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """The adjusted p of each; the smallest is multiplied by their number, the next by one less,
    and none is below one before it."""
    adjusted: dict[str, float] = {}
    floor = 0.0
    for place, name in enumerate(sorted(ps, key=ps.__getitem__)):
        floor = max(floor, min(1.0, (len(ps) - place) * ps[name]))
        adjusted[name] = floor
    return {name: adjusted[name] for name in ps}


def adjust(verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The same verdicts, adjusted for their number. One that says something but whose adjusted p
    lies above 0.05 becomes Inconclusive. A claim without an interval counts as one more."""
    ps = holm({name: 1.0 if one.p is None else one.p for name, one in verdicts.items()})
    return {name: _adjusted(one, ps[name], len(ps)) for name, one in verdicts.items()}


def blocks_to_decide(claims: int) -> int:
    """How many blocks the smallest of so many p needs to stay within ALPHA once it is adjusted:
    of n blocks, no p is below 2 / 2**n."""
    return 1 + math.ceil(math.log2(claims / ALPHA))


def _adjusted(verdict: Verdict, p: float, claims: int) -> Verdict:
    if verdict.p is None:
        return verdict
    verdict = replace(verdict, adjusted_p=p)
    if verdict.ruling is Ruling.INCONCLUSIVE or p <= ALPHA:
        return verdict
    if verdict.blocks < (needed := blocks_to_decide(claims)):
        return verdict.withheld(f"of {claims} claims none is decided in fewer than {needed} blocks")
    return verdict.withheld(f"adjusted p {p:.2g} is above {ALPHA:g}")
