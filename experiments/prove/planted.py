"""A difference that is known, because it was put there: a quarter more CPU per operation. Pure."""

from statistics import fmean

from experiments.analysis.gates import missed_slowdown
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.fault import Fault
from experiments.prove.proof import Proof
from experiments.topology import CATALOG, ORDERS

PLANTED = 1.25
TOLERANCE = (1.15, 1.35)
HOSTS = ((CATALOG, ("read", "search")), (ORDERS, ("place", "newest")))
"""One call of one of these is made for each operation of the mixed load, on both arms."""


def work(equal: Result) -> tuple[Fault, ...]:
    """What raises the CPU per operation by PLANTED, from what the arm took against itself."""
    ones, others = row_of(equal).values
    taken = fmean(value for value in (*ones, *others) if value is not None)
    burn_ms = round((PLANTED - 1) * taken, 3)
    return tuple(cpu_burn(feature, burn_ms, methods) for feature, methods in HOSTS)


def found(arm: str, result: Result) -> Proof:
    """CPU per operation is Supported to be more, and estimated within TOLERANCE."""
    name = f"{arm}: {PLANTED - 1:.0%} more CPU, planted"
    if result.problems:
        return Proof(name, False, "; ".join(result.problems))
    row = row_of(result)
    missed = missed_slowdown(row.metric.question, row.pairs, PLANTED, TOLERANCE)
    finding = row.finding
    if finding.estimate is None or finding.low is None or finding.high is None:
        return Proof(name, False, missed or "no interval")
    seen = f"{finding.estimate:.3f}x ({finding.low:.3f} to {finding.high:.3f})"
    return Proof(name, missed is None, missed or seen)


def row_of(result: Result) -> Row:
    """That of the CPU per operation."""
    return next(row for row in result.rows() if row.metric.key == "cpu_ms")
