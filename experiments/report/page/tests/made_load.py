"""A load that nobody ran: arrivals, answers and usage made up second by second."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from experiments.measure.observation import Loaded, Moment
from experiments.stacks.protocol import GroupUsage, Usage
from experiments.topology import FEATURES
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.plan import LoadPlan
from experiments.workload.report import GeneratorReport
from experiments.workload.samples import Sample, SampleWriter, read_samples
from experiments.workload.scoring import Outcome

MIB = 2**20


@dataclass(frozen=True)
class Trouble:
    """While it lasts (monotonic), of all operations `share` fail."""

    from_s: float
    to_s: float
    share: float


def make_load(
    folder: Path,
    name: str,
    plan: LoadPlan,
    arm: str,
    began_s: float,
    trouble: tuple[Trouble, ...],
    dice: Random,
) -> Loaded:
    folder.mkdir(parents=True)
    plan.write(folder / "load.json")
    writer = SampleWriter(folder)
    for sample in _samples(plan, arm, began_s, trouble, dice):
        writer.write(sample)
    writer.close()
    _report(plan, writer.written).write(folder)
    usage = tuple(_usage(plan, arm, began_s, dice))
    return Loaded(name, plan, began_s, read_samples(folder, writer.written), usage)


def _samples(
    plan: LoadPlan, arm: str, began_s: float, trouble: tuple[Trouble, ...], dice: Random
) -> Iterator[Sample]:
    names, weights = zip(*plan.mix.shares.items(), strict=True)
    visit_factor = dice.lognormvariate(0, 0.03)
    at_s, index = 0.0, 0
    while (at_s := at_s + dice.expovariate(plan.rate)) < plan.total_s:
        operation = dice.choices(names, weights)[0]
        inside = [one for one in trouble if one.from_s <= began_s + at_s < one.to_s]
        broken = bool(inside) and dice.random() < inside[0].share
        middle_ms = (4.0 if arm == "monolith" else 7.5) * visit_factor
        accept_ms = middle_ms * dice.lognormvariate(0, 0.5) * (8 if inside else 1)
        yield _sample(index, operation, at_s, min(accept_ms, 2000), broken, arm)
        index += 1


def _sample(
    index: int, operation: str, at_s: float, accept_ms: float, broken: bool, arm: str
) -> Sample:
    is_order = operation == PLACE_ORDER
    settle = accept_ms * (1.1 if arm == "monolith" else 5.0) if is_order and not broken else None
    return Sample(
        index=index,
        operation=operation,
        intended_s=at_s,
        started_s=at_s,
        lag_ms=0.1,
        accept_ms=accept_ms,
        settle_ms=settle,
        outcome=Outcome.FAILED if broken else Outcome.GOOD,
        http_status=500 if broken else 201 if is_order else 200,
        order_id=f"o-{index}" if is_order and not broken else "",
        order_status="CONFIRMED" if is_order and not broken else "",
        order_reason="",
        bytes=100,
        error="<script>alert(1)</script>" if broken else "",
    )


def _usage(plan: LoadPlan, arm: str, began_s: float, dice: Random) -> Iterator[Moment]:
    groups = _groups(arm)
    cost_ms = (6.0 if arm == "monolith" else 11.0) * dice.lognormvariate(0, 0.03)
    grown = 1 + plan.rate / 500
    for second in range(math.ceil(plan.seconds) + 1):
        cpu_s = 20 + cost_ms * plan.rate * second / 1000
        each = {
            name: GroupUsage(cpu_s * share, int(mib * grown * MIB * dice.uniform(0.99, 1.01)))
            for name, (share, mib) in groups.items()
        }
        total = sum(group.memory_bytes for group in each.values())
        yield Moment(began_s + plan.warmup_s + second, Usage(cpu_s, total, "pss", each))


def _groups(arm: str) -> dict[str, tuple[float, float]]:
    """Share of the CPU, and MiB, by group."""
    if arm == "monolith":
        return {"monolith": (0.7, 380), "monolith.database": (0.2, 90), "gateway": (0.1, 40)}
    groups = {"broker": (0.15, 330.0), "gateway": (0.1, 42.0)}
    for feature in FEATURES:
        groups[feature] = (0.1, 70)
        groups[f"{feature}.database"] = (0.025, 40)
    return groups


def _report(plan: LoadPlan, samples: int) -> GeneratorReport:
    return GeneratorReport(
        wall_s=1.0,
        monotonic_s=1.0,
        duration_s=plan.total_s,
        arrivals=samples,
        samples=samples,
        orders=0,
        http_requests=samples,
        http_failures=0,
        lag_p50_ms=0.1,
        lag_p99_ms=1.0,
        lag_max_ms=2.0,
        cpu_s=0.5,
        cores=None,
        longest_gap_s=0.05,
        was_suspended=False,
        stopped_by="",
        objections=(),
    )
