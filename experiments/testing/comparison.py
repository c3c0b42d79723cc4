"""Made-up visits and results, for tests of what is done with them."""

from collections.abc import Mapping, Sequence
from random import Random

from experiments.catalogue import cost_of_splitting
from experiments.compare.conformity import Agreement, Conformity
from experiments.compare.plan import Block, Plan, Settings, make_plan
from experiments.compare.result import Result, VisitedBlock
from experiments.compare.sentinels import Sentinel
from experiments.compare.visited import Trial, Visit
from experiments.method.sizes import Sizes

ARMS = ("monolith", "services")
TYPICAL = {
    "good_per_s": 60.0,
    "good_share": 100.0,
    "read_median_ms": 3.0,
    "read_p99_ms": 12.0,
    "page_median_ms": 8.0,
    "accept_median_ms": 15.0,
    "accept_p95_ms": 40.0,
    "settle_median_ms": 20.0,
    "settle_p95_ms": 60.0,
    "cpu_ms": 4.0,
    "cpu_above_idle_ms": 3.0,
    "idle_ms_per_s": 40.0,
    "memory_mean_mib": 500.0,
    "memory_peak_mib": 520.0,
    "start_s": 3.0,
}
FACTOR = {"monolith": 1.0, "services": 1.6}
QUIET = Sentinel("foreign CPU", 0.02, 0.1, False, "")
NOISE = Sentinel("foreign CPU", 0.8, 0.1, True, "other programs used 0.80 cores")


COST = cost_of_splitting.experiment
SIZES = Sizes(
    rates={"mixed": 60.0, "hot": 30.0},
    replicas={name: {arm: {"1": 2, "4": 8} for arm in ARMS} for name in ("scaling", "trial")},
)


def settings(blocks: int = 8, seed: int = 7) -> Settings:
    return Settings(ARMS, seed, (COST,), SIZES, blocks)


def visit(
    block: Block,
    label: str,
    number: int = 1,
    noisy: bool = False,
    violations: Sequence[str] = (),
) -> Visit:
    """Typical figures with a little seeded scatter."""
    dice = Random(f"{block.number} {label}")
    values: dict[str, float | None] = {
        metric.key: TYPICAL[metric.key] * FACTOR[label] * dice.uniform(0.97, 1.03)
        for metric in COST.metrics
    }
    values |= {"good_per_s": 59.9, "good_share": dice.uniform(99.5, 100.0)}
    sentinels = (NOISE,) if noisy else (QUIET,)
    trial = Trial(COST.name, values, sentinels, tuple(violations))
    return Visit(number, block.number, label, (trial,))


def agreement(failures: Mapping[str, Sequence[str]] | None = None) -> Agreement:
    failed = failures or {}
    arms = {arm: Conformity(90, tuple(failed.get(arm, ())), (), 12.0) for arm in ARMS}
    return Agreement(arms, ())


def result(
    blocks: int = 8, noisy: Sequence[int] = (), violations: Mapping[int, str] | None = None
) -> Result:
    """`noisy` and `violations` name blocks, whose second visit has them."""
    plan: Plan = make_plan(settings(blocks))
    broken = violations or {}
    visited = []
    for block in plan.blocks:
        first, second = block.order
        found = [broken[block.number]] if block.number in broken else []
        pair = (
            visit(block, first, 2 * block.number - 1),
            visit(block, second, 2 * block.number, block.number in noisy, found),
        )
        visited.append(VisitedBlock(block, (pair,)))
    return Result(plan, agreement(), tuple(visited), complete=True)
