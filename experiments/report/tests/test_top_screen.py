"""`cleave top` on small screens."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from experiments.report.top_screen import LEGEND, Screen, tight, top_json, top_screen
from experiments.telemetry.top import ArmNow, Row, Served
from experiments.topology import MONOLITH, SERVICES

BUSY = Row(
    name="recommendations",
    ready=5,
    processes=6,
    deaths=3,
    cpu=1.0,
    memory_bytes=1234 * 2**20,
    served=Served(per_s=12345.6, failed=0.123, p95_ms=1987.0),
    pool=(48, 48),
    outbox_age_s=123.4,
    lag=54321,
)
QUIET = Row("gateway", 1, 1, 0, None, 0)
REMARKS = ("open sagas 7", "breaker half open: recommendations", "log lines lost 17")
ARMS = [
    (MONOLITH.name, ArmNow("monolith", (BUSY, QUIET, QUIET), ())),
    (SERVICES.name, ArmNow("services", (BUSY,) * 6 + (QUIET,) * 3, REMARKS)),
]


def lines(
    width: int, height: int, arms: list[tuple[str, ArmNow | None]] | None = None
) -> list[str]:
    stream = io.StringIO()
    console = Console(file=stream, width=width, height=height, highlight=False)
    console.print(top_screen(ARMS if arms is None else arms, Screen(width, height)))
    return stream.getvalue().splitlines()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (55, 24), (55, 10), (30, 5), (200, 60)])
def test_it_fits_any_window(width: int, height: int) -> None:
    shown = lines(width, height)
    assert len(shown) <= height
    assert max(map(cell_len, shown)) <= width


@pytest.mark.parametrize("width", [55, 80])
def test_a_usual_window_holds_both_arms_with_every_column(width: int) -> None:
    shown = lines(width, 24)
    assert sum(line.startswith("recomm") for line in shown) == 7
    heads = ["up", "req/s", "5xx%", "p95", "pool", "outb", "lag", "CPU%", "MiB"]
    assert [line.split() for line in shown].count(heads) == 2
    row = next(line for line in shown if line.startswith("recomm"))
    assert row.split()[1:] == ["5/6", "12346", "12.3", "1987", "48/48", "123", "54k", "100", "1234"]
    assert shown[-2:] == list(LEGEND)


def test_what_is_not_known_is_a_dash() -> None:
    row = next(line for line in lines(80, 24) if line.startswith("gateway"))
    assert row.split() == ["gateway", "1/1", "-", "-", "-", "-", "-", "-", "-", "0.0"]


def test_a_window_that_is_too_low_says_what_it_hides() -> None:
    assert lines(80, 10)[-1] == "9 lines more: a taller window shows them"


def test_an_arm_that_is_not_up_says_so() -> None:
    assert lines(80, 24, [("monolith", None)])[0] == "monolith  not up"
    assert top_json([("monolith", None)]) == [
        {"arm": "monolith", "up": False, "rows": [], "remarks": []}
    ]


def test_remarks_stand_beside_the_arm() -> None:
    (line,) = (one for one in lines(120, 24) if one.startswith("services"))
    assert line == "services  open sagas 7  breaker half open: recommendations  log lines lost 17"


def test_the_data_have_all_digits() -> None:
    row = top_json(ARMS)[1]["rows"][0]
    assert (row["served"]["per_s"], row["lag"], row["deaths"]) == (12345.6, 54321, 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0.04, "0.0"), (9.96, "10.0"), (99.9, "99.9"), (123.4, "123"), (9999.0, "9999"),
     (12345.0, "12k"), (1_234_567.0, "1M")],
)  # fmt: skip
def test_numbers_take_four_characters(value: float | None, text: str) -> None:
    assert tight(value, 4) == text
