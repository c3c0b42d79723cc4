"""What an arm needs for a load at the service level, where worker slots run out first."""

from experiments.method.steps import Outside, Scale, Step, load, wait
from experiments.slo import SLO
from experiments.workload.mixes import Mix

WAIT_MS = 350  # for the outside, with a slot held: slots run out long before CPU does
LEVEL = SLO.beyond(WAIT_MS)


def growing(mix: Mix, times: tuple[int, ...], *features: str) -> tuple[Step, ...]:
    """Each multiple of the load in turn, with what the arm needs of the parts that host these."""
    grown: list[Step] = []
    for each in times:
        grown += (Scale(feature, each) for feature in features)
        grown += (load(mix, each, f"{each}x"), wait(10))
    return (Outside({"latency_ms": WAIT_MS}), *grown)
