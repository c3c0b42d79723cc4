"""What grows is told, and what does not is not."""

import pytest

from experiments.endurance.flat import FEWEST, Reading, growth

FLAT = [Reading(120.0, 500_000, 20, 5)] * 16


def test_a_process_that_stays_as_it_is_has_not_grown() -> None:
    assert growth(FLAT) == ()


def test_what_a_process_takes_at_its_beginning_is_no_growth() -> None:
    assert growth([Reading(60.0, 400_000, 8, 1)] * 4 + FLAT[4:]) == ()


def test_a_little_memory_is_an_allocators_own() -> None:
    assert growth([Reading(120.0 + 0.1 * n, 500_000 + 300 * n, 20, 5) for n in range(16)]) == ()


@pytest.mark.parametrize(
    ("grows", "said"),
    [
        (
            [Reading(120.0 + 2 * n, 500_000, 20, 5) for n in range(16)],
            "MiB of memory: from 131.0 to 147.0",
        ),
        (
            [Reading(120.0, 500_000 + 2_000 * n, 20, 5) for n in range(16)],
            "blocks of Python's: from 511,000.0 to 527,000.0",
        ),
        (
            [Reading(120.0, 500_000, 20 + n // 4, 5) for n in range(16)],
            "open files: from 21.0 to 23.0",
        ),
        ([Reading(120.0, 500_000, 20, 5 + n) for n in range(16)], "threads: from 10.5 to 18.5"),
    ],
)
def test_a_planted_growth_is_told(grows: list[Reading], said: str) -> None:
    assert growth(grows) == (said,)


def test_too_few_readings_are_no_proof() -> None:
    assert growth(FLAT[: FEWEST - 1]) == ("7 readings are too few to tell: 8 are needed",)
