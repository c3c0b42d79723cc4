"""What the findings say, in sentences that console and page share."""

from collections.abc import Iterator

from experiments.analysis.scalability import Estimate, Law
from experiments.depth.findings import Finding
from experiments.depth.ladder import OUT, UP, Depth
from experiments.depth.up_out import UpOut
from experiments.report.numbers import number, ratio, span

NO_CLAIM = "These are figures, no verdict: no claim of claims.toml rests on them."
LAW = "X(n) = rate n / (1 + sigma (n - 1) + kappa n (n - 1)), 95% intervals"
SOURCES = (
    "The law: N. J. Gunther, CMG 1993, and Guerrilla Capacity Planning, Springer 2007. Queues:"
    " exact mean value analysis (Reiser and Lavenberg, JACM 1980) of what one replica took, bounded"
    " by what the cores have (Lazowska et al., Quantitative System Performance, 1984). Its clients"
    " never pause; on services those do who wait 0.1 s and more for their order to be final."
)
PUBLISHED = (
    "Blinowski et al., IEEE Access 2022: 11 of 56 steps out took throughput away, 7.9% at worst,"
    " and scaling up brought more throughput for the money than scaling out."
)
COLUMNS = (
    "served: good operations a second, in a closed loop; law: as fitted; queues: as foretold, and"
    " what they hold for full first; cores: kept busy by kind; wait: sessions that are at a"
    " statement and have no CPU; late: by how many orders grew that were not settled."
)


def law_lines(study: Depth, found: Finding) -> Iterator[str]:
    """What the law says, and what queues alone would make it say: no parameter names its cause."""
    law, queues = found.law, found.queues
    if law is None:
        yield "no law: too few points"
        return
    yield f"sigma {_estimate(law.sigma)}"
    yield f"kappa {_estimate(law.kappa)}: {_kappa(law, study.most)}"
    if queues is not None:
        told = f"sigma {queues.sigma.value:.4f}, kappa {queues.kappa.value:.4f}"
        yield f"queues alone would give {told}"
    yield f"rate {number(law.rate, 1)}/s, points scatter by {100 * law.scatter:.1f}%"


def _estimate(one: Estimate) -> str:
    return f"{one.value:.4f} ({one.interval.low:.4f} to {one.interval.high:.4f})"


def _kappa(law: Law, most: int) -> str:
    """A peak is named where somebody was."""
    if law.is_retrograde:
        if law.peak is None:
            return "above 0"
        if law.peak > most:
            return f"above 0, most would be served beyond the {most} that were tried"
        return f"above 0, most is served by about {law.peak:.1f} replicas"
    if law.kappa.interval.high < 0:
        return "below 0, which the law does not foresee"
    return "0 is not ruled out"


def steps_line(found: Finding) -> str:
    """The published figure's counterpart."""
    lost = found.lost_steps
    worst = f", worst {100 * min(step.change for step in lost):+.1f}%" if lost else ""
    said = f"{len(lost)} of {len(found.steps)} steps out took throughput away{worst}"
    if not lost or any(step.interval is None for step in lost):
        return said
    return f"{said}; {sum(step.is_surely_lost for step in lost)} of them with the whole interval"


def up_line(study: Depth, found: Finding, one: UpOut) -> str:
    """The same CPU as one replica, or as small ones; and what memory the arm takes for it."""
    cpu = f"{study.quota * one.times:g} cores"
    memory = " and ".join(f"{number(found.memory_mib(way, one.times), 0)} MiB" for way in (UP, OUT))
    return f"up / out at {cpu}: {_ratio(one)}, the arm in {memory}"


def _ratio(one: UpOut) -> str:
    if one.interval is None:
        return ratio(one.ratio)
    around = span(one.interval.low, one.interval.high, by_ratio=True, digits=2)
    return f"{ratio(one.ratio)} ({around})"
