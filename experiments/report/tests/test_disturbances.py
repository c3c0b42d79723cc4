from dataclasses import replace

import pytest

from experiments.compare.result import Result
from experiments.report.disturbances import disturbed_lines
from experiments.testing.comparison import NOISE, QUIET, result
from experiments.trials.sentinels import Sentinel


def seen(**sentinels: tuple[Sentinel, ...]) -> Result:
    """A run whose second visit has a trial for each of these."""
    made = result(1)
    (block,) = made.blocks
    first, second = block.last
    (trial,) = second.trials
    trials = tuple(
        replace(trial, experiment=name, sentinels=one) for name, one in sentinels.items()
    )
    visits = (first, replace(second, label="services", trials=trials))
    return replace(made, blocks=(replace(block, attempts=(visits,)),))


def foreign(cores: float) -> Sentinel:
    return replace(NOISE, text=f"other programs used {cores:.2f} cores")


def late(text: str) -> Sentinel:
    return Sentinel("generator", 1.0, 0.0, True, text)


@pytest.mark.parametrize(
    ("run", "lines"),
    [
        (seen(rollback=(QUIET,)), []),
        (
            seen(rollback=(foreign(0.27),)),
            ["foreign CPU: other programs used 0.27 cores in rollback"],
        ),
        (
            seen(rollback=(foreign(0.27),), scaling=(foreign(1.22),)),
            ["foreign CPU: other programs used 0.27 cores in rollback; 1.22 cores in scaling"],
        ),
        (
            seen(rollback=(foreign(0.27), late("mixed: late")), scaling=(late("mixed: late"),)),
            [
                "foreign CPU: other programs used 0.27 cores in rollback",
                "generator: mixed: late in rollback; in scaling",
            ],
        ),
        (
            seen(rollback=(late("mixed: late"),), scaling=(late("hot: slow"),)),
            ["generator: mixed: late in rollback; hot: slow in scaling"],
        ),
    ],
)
def test_each_sentinel_of_a_visit_is_told_once(run: Result, lines: list[str]) -> None:
    assert list(disturbed_lines(run)) == [f"visit 2 (services), {line}" for line in lines]
