"""The table as people see it: golden text at 80 columns, and what spoils a run is said."""

import io
import re
from dataclasses import replace

import pytest

from experiments.compare.plan import make_plan
from experiments.compare.result import Result
from experiments.compare.slowdown import Slowdown
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.report.closing import show_closing
from experiments.report.comparison_plan import plan_lines
from experiments.report.comparison_table import show_comparison
from experiments.report.half_widths import achieved
from experiments.report.screen import console_on
from experiments.testing.comparison import COST, agreement, result, settings

GOLDEN = """\
Medians of 2 blocks, seed 7

                                             services/ each visit
                           monolith services  monolith ● monolith  ○ services
cost-of-splitting
  good operations /s           59.9     59.9     1.00x           ◉
"""

WITH_INTERVALS = """\
Medians of 8 blocks, seed 7

                                             services/
                           monolith services  monolith 95% interval
cost-of-splitting
  good operations /s           59.9     59.9     1.00x 1.00x to 1.00x
"""


class Stream(io.StringIO):
    encoding = "utf-8"


class AsciiStream(io.StringIO):
    encoding = "ascii"


def shown(seen: Result, stream: io.StringIO | None = None) -> str:
    stream = stream or Stream()
    show_comparison(seen, console_on(stream))
    show_closing(seen, "runs/20261123T040506Z-7", True, console_on(stream))
    return stream.getvalue()


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_the_table_begins_as_it_should() -> None:
    assert trimmed(shown(result(blocks=2))).startswith(GOLDEN)


@pytest.mark.parametrize("seen", [result(8), result(1, noisy=[1]), result(3, violations={2: "x"})])
def test_no_line_is_wider_than_80_columns(seen: Result) -> None:
    assert max(len(line) for line in shown(seen).splitlines()) <= 80


@pytest.mark.parametrize(("blocks", "told"), [(1, "visits one by one"), (8, "95% intervals")])
@pytest.mark.parametrize("columns", ["60", "40"])
def test_a_narrow_terminal_loses_the_last_column_and_no_digit(
    columns: str, blocks: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = numbers_of(shown(result(blocks)))
    monkeypatch.setenv("COLUMNS", columns)
    narrow = shown(result(blocks))
    assert "…" not in narrow
    assert max(len(line) for line in narrow.splitlines()) <= int(columns)
    assert numbers_of(narrow) == wide
    assert f"columns would show the {told}, too." in " ".join(narrow.split())


def numbers_of(text: str) -> list[list[str]]:
    """Both arms' medians and the ratio of every row, and the visits that were correct."""
    table = text.partition("cost-of-splitting")[2] or text.partition("tting\n")[2]
    number = r"(\S*\d|\d+ of \d+)"
    rows = re.findall(rf"  +{number} +{number} +([-+\d][\d.]*x?)\b", table)
    assert len(rows) == len(COST.metrics)
    counts = re.search(r"(\d+ of \d+) +(\d+ of \d+)", table)
    assert counts is not None
    return [list(row) for row in rows] + [list(counts.groups())]


def test_no_line_of_the_table_ends_with_spaces() -> None:
    stream = Stream()
    show_comparison(result(8), console_on(stream))
    lines = stream.getvalue().splitlines()
    assert lines == [line.rstrip() for line in lines]


def test_every_metric_has_a_row_and_visits_are_counted() -> None:
    text = shown(result(8))
    for label in ("good share %", "reads, p99 ms", "settle, median ms", "CPU per operation ms"):
        assert label in text
    assert "correct visits               8 of 8   8 of 8" in text


def test_few_blocks_give_figures_and_no_verdict() -> None:
    assert "These are figures, no verdict" in shown(result(5))
    assert "no verdict" not in shown(result(6))


def test_with_enough_blocks_intervals_take_the_place_of_dots() -> None:
    assert trimmed(shown(result(8))).startswith(WITH_INTERVALS)


def test_what_only_two_of_many_blocks_measured_is_shown_as_dots() -> None:
    seen = result(8)
    blocks = [_without(block, "cpu_ms") if n >= 2 else block for n, block in enumerate(seen.blocks)]
    text = shown(replace(seen, blocks=tuple(blocks)))
    assert "\u25cf" in next(line for line in text.splitlines() if "CPU per operation" in line)
    said = "Measured in too few blocks for an interval: a dot for each visit"
    assert said in text
    assert said not in shown(seen)


def _without(block: VisitedBlock, key: str) -> VisitedBlock:
    def bare(visit: Visit) -> Visit:
        trials = (replace(one, values={**one.values, key: None}) for one in visit.trials)
        return replace(visit, trials=tuple(trials))

    return replace(block, attempts=(tuple(map(bare, block.last)),))


def test_noisy_figures_say_so_first_and_why() -> None:
    text = shown(result(1, noisy=[1]))
    assert text.startswith("NOISY  Medians of 1 block")
    why = "foreign CPU: other programs used 0.80 cores in cost-of-splitting"
    assert why in " ".join(text.split())


def test_what_disturbed_a_visit_stays_indented_when_it_wraps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    _, _, reasons = trimmed(shown(result(1, noisy=[1]))).partition("these figures.")
    wrapped = reasons.partition("These are")[0].strip("\n").splitlines()
    assert len(wrapped) > 1
    assert all(line.startswith("  ") for line in wrapped)


def test_a_violation_is_printed() -> None:
    text = shown(result(2, violations={2: "stock is conserved: p-0001 has 3 units too many"}))
    assert "PROBLEM  visit 4" in text
    assert "stock is conserved: p-0001 has 3 units too many" in text.replace("\n", " ")


def test_without_timing_there_is_no_table() -> None:
    seen = Result(make_plan(settings(8)), agreement({"services": ["a product is read: 500"]}))
    text = shown(seen)
    assert "PROBLEM  services: a product is read: 500" in text
    assert "Nothing was timed." in text
    assert "good operations" not in text


def test_a_terminal_without_unicode_gets_ascii() -> None:
    text = shown(result(2), AsciiStream())
    assert text.isascii()
    assert "o monolith  x services" in text


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in shown(result(2, violations={1: "x"}))


def test_the_plan_says_what_will_happen_and_how_long_it_takes() -> None:
    lines = list(plan_lines(make_plan(settings(8)), 400.0, "runs/x"))
    assert (
        lines[0] == "Plan: 8 blocks of a visit to each arm; monolith is first in 4, services in 4"
    )
    assert "  time      about 6 min 40 s" in lines
    assert max(len(line) for line in lines) <= 80


def test_the_half_widths_that_were_reached_are_held_against_the_aim() -> None:
    text = " ".join(shown(result(blocks=8)).split())
    assert re.search(
        r"Half-widths: good operations 0\.0%, CPU per operation \d\.\d% \(aim: 8% at most\)\.", text
    )
    assert "Half-widths" not in shown(result(blocks=2))


def test_a_half_width_above_the_aim_is_missed() -> None:
    assert "(aim: 8% at most: MISSED)" in next(achieved({"CPU": 0.02, "good": 0.081}))


FOUND = Slowdown("monolith", 8, 1.24, 1.19, 1.28, None)


def test_a_planted_slowdown_is_shown_as_found_or_missed() -> None:
    text = " ".join(shown(replace(result(8), slowdown=FOUND)).split())
    assert "25% more CPU per operation; found: 1.240x (1.190 to 1.280), 8 blocks" in text
    missed = replace(FOUND, missed="a planted slowdown of 1.25x was not found")
    text = " ".join(shown(replace(result(8), slowdown=missed)).split())
    assert "PROBLEM MISSED: believe nothing of this run: a planted slowdown of" in text
    assert "operation; MISSED: 1.240x" in text


def test_a_full_plan_says_what_follows_its_blocks() -> None:
    plan = make_plan(replace(settings(16), full=True))
    (line,) = (line for line in plan_lines(plan, 60, "runs/x") if line.startswith("  after"))
    assert "25% more CPU planted in the monolith, 8 blocks" in line
    assert len(line) <= 80
