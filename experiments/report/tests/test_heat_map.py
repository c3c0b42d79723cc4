"""The matrix as people see it: golden text, and the same figures on every width, by characters."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from experiments.compare.cells import Cell, Seen, State
from experiments.compare.matrix import matrix_in
from experiments.compare.result import Result
from experiments.measure.by_feature import RECOVERY, key_of
from experiments.report.closing import show_closing
from experiments.report.comparison_plan import plan_lines
from experiments.report.heat import (
    MAPS,
    Heat,
    Map,
    back_text,
    good_heat,
    good_text,
    p99_heat,
    p99_text,
    wrong_text,
)
from experiments.report.heat_map import BESIDE, BLOCK, LABEL, STYLES, map_lines
from experiments.report.live_table import LiveTable
from experiments.report.matrix_text import show_matrix
from experiments.report.screen import console_on
from experiments.testing.matrix import CRASH, HANG, UNREAL, matrix_run, trial
from experiments.trials.sentinels import Sentinel, generator

GOLDEN = """\
                               monolith                      services
fault               cat inv ord pay rec not  back cat inv ord pay rec not  back
crash                38   .  99   .   0*few   >10!  .   .   .   .   .*  .   0.1
hang                  .   .   .   .*  .   .   0.1  invalid: fault
broker-down          not there                      .   .   .*  .   .   .   0.1
network-partition    not there                      .   .*  .   .   .   .   0.1
"""
HURT = {
    key_of("during", "catalog", "good"): 38.2,
    key_of("during", "orders", "good"): 99.97,
    key_of("during", "recommendations", "good"): 0.0,
    key_of("during", "notifications", "good"): None,
    key_of("during", "notifications", "asked"): 7.0,
    key_of("during", "notifications", "p99_ms"): None,
    key_of("during", "catalog", "p99_ms"): 2000.0,
    key_of("during", "orders", "p99_ms"): 340.4,
    key_of("during", "recommendations", "p99_ms"): None,
    RECOVERY: 12.0,
}
LOST = "an order is lost: o-1"


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def hurt() -> Result:
    return matrix_run(
        ("monolith", trial(CRASH, HURT, violations=(LOST,))),
        ("services", trial(HANG, sentinels=(UNREAL,))),
    )


def drawn(width: int, number: int = 0, result: Result | None = None) -> list[str]:
    lines = map_lines(matrix_in(result or hurt()), MAPS[number], width)
    return [line.plain for line in lines]


def shown(width: str, monkeypatch: pytest.MonkeyPatch, result: Result | None = None) -> str:
    monkeypatch.setenv("COLUMNS", width)
    stream = io.StringIO()
    show_matrix(result or hurt(), console_on(stream))
    return stream.getvalue()


def test_both_arms_stand_side_by_side_on_80_columns() -> None:
    assert drawn(80) == GOLDEN.splitlines()


def blocks(number: int) -> dict[tuple[str, str], str]:
    """By fault and arm, what 80 columns show."""
    rows = drawn(80, number)[2:]
    names = ((row[:LABEL].strip(), row[LABEL:]) for row in rows)
    return {
        (fault, label): rest[start : start + BLOCK].rstrip()
        for fault, rest in names
        for label, start in (("monolith", 0), ("services", BLOCK))
    }


@pytest.mark.parametrize("number", range(len(MAPS)))
def test_on_55_columns_the_arms_stand_below_each_other_with_the_same_figures(number: int) -> None:
    lines = drawn(55, number)
    assert max(map(len, lines)) <= 55
    for (fault, label), block in blocks(number).items():
        arm = lines[lines.index(label) :]
        assert f"{fault:<{LABEL}}{block}".rstrip() in arm


@pytest.mark.parametrize("number", range(len(MAPS)))
def test_on_40_columns_a_fault_stands_above_its_figures(number: int) -> None:
    lines = drawn(40, number)
    assert max(map(len, lines)) <= 40
    for (fault, label), block in blocks(number).items():
        arm = lines[lines.index(label) :]
        assert arm[arm.index(fault) + 1] == block


@pytest.mark.parametrize("width", ["80", "55", "40"])
def test_nothing_that_is_shown_is_wider_than_the_terminal(
    width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(width, monkeypatch)
    assert max(map(len, text.splitlines())) <= int(width)
    assert all(each.title in " ".join(text.split()) for each in MAPS)
    assert "…" not in text


def test_what_cannot_be_told_from_colours_alone_is_in_the_characters() -> None:
    figures = [Seen(60.0, share, 12.0) for share in (100.0, 99.0, 90.0, 50.0, 1.0)]
    heats = [good_heat(each) for each in figures]
    assert heats == [Heat.WELL, Heat.WELL, Heat.HURT, Heat.BAD, Heat.DOWN]
    assert [good_text(each) for each in figures] == [".", "99", "90", "50", "1"]
    assert set(STYLES) == set(Heat)


def test_without_colour_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shown("80", monkeypatch)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in shown("80", monkeypatch)
    assert "crash                38   .  99   .   0*few   >10!" in plain


def test_a_terminal_with_colours_shows_how_hot_a_figure_is() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    with console.capture() as caught:
        console.print(map_lines(matrix_in(hurt()), MAPS[0], 80)[2])
    assert "\x1b[1;37;41m 38" in caught.get()


def test_only_what_is_all_good_looks_so() -> None:
    assert good_text(Seen(1000.0, 99.97, 1.0)) == "99"
    assert good_text(Seen(1000.0, 100.0, 1.0)) == "."


def test_too_few_operations_are_no_figure_and_have_no_heat() -> None:
    few, none = Seen(7.0, None, None), Seen(0.0, None, None)
    assert (good_text(few), p99_text(few)) == ("few", "few")
    assert (good_text(none), p99_text(none)) == ("-", "-")
    assert {good_heat(few), p99_heat(few), good_heat(none)} == {Heat.NONE}
    assert p99_text(Seen(60.0, 0.0, None)) == "-", "all failed: there is no speed"


def test_latencies_fit_three_characters() -> None:
    texts = [p99_text(Seen(60.0, 100.0, ms)) for ms in (1.4, 999.4, 999.6, 2000.0, 11_200.0)]
    assert texts == ["1", "999", "1s", "2s", "11s"]
    heats = [p99_heat(Seen(60.0, 100.0, ms)) for ms in (200.0, 500.0, 1000.0, 1001.0)]
    assert heats == [Heat.WELL, Heat.HURT, Heat.BAD, Heat.DOWN]


@pytest.mark.parametrize("shown", MAPS, ids=lambda shown: shown.title)
def test_no_heading_touches_the_next_block(shown: Map) -> None:
    assert len(shown.heading) < BESIDE


def test_every_figure_of_the_second_map_is_a_latency() -> None:
    crash = drawn(80, 1)[2]
    assert crash[LABEL : LABEL + BLOCK] == " 2s  12 340  12   -*few    38!"


def test_what_was_wrong_is_counted_beside_the_figures_after_the_fault() -> None:
    crash, *_ = drawn(80, 2)[2:]
    assert crash[LABEL : LABEL + BLOCK] == "  .   .   .   .   .*  .     1!"
    assert wrong_text(Cell(State.SEEN)) == "."


def test_a_recovery_that_nobody_saw_is_a_bound() -> None:
    assert back_text(Cell(State.SEEN, recovery_s=15.0)) == ">10"
    assert back_text(Cell(State.SEEN, recovery_s=6.2, recovered=True)) == "6.2"
    assert back_text(Cell(State.SEEN)) == "-"


def test_an_invalid_cell_that_broke_something_says_so_all_the_same() -> None:
    seen = matrix_run(("services", trial(HANG, sentinels=(UNREAL,), violations=(LOST,))))
    assert drawn(80, 0, seen)[3].endswith(" invalid !: fault")


def test_of_several_causes_none_is_cut_in_two() -> None:
    late = generator("every-feature", ("the generator ran late",))
    loud = Sentinel("foreign CPU", 1.5, 0.1, True, "other programs used 1.50 cores")
    seen = matrix_run(("services", trial(HANG, sentinels=(late, loud))))
    assert drawn(80, 0, seen)[3].endswith(" invalid: generator, ...")
    assert max(map(len, drawn(80, 0, seen))) <= 80


def test_why_something_is_not_there_stands_below(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(shown("80", monkeypatch).split())
    assert "monolith, not there: broker down of orders: monolith has no broker" in text
    assert "few: fewer than 20 operations, too few to tell" in text


def test_what_a_machine_could_not_do_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = hurt()
    settings = replace(result.plan.settings, left_out={"blast-radius-x": "nobody may"})
    unable = replace(result, plan=replace(result.plan, settings=settings))
    assert "blast-radius-x\n  not run: nobody may" in shown("80", monkeypatch, unable)


def test_without_timing_there_is_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("80", monkeypatch, replace(hurt(), blocks=())) == ""


def test_what_spoils_it_stands_at_the_end_and_no_word_of_blocks() -> None:
    stream = io.StringIO()
    show_closing(hurt(), "runs/x", False, console_on(stream))
    text = " ".join(stream.getvalue().split())
    assert "PROBLEM visit" in text
    assert LOST in text
    assert "fault: hang of payments: it never fired in blast-radius-hang-payments" in text
    assert "no verdict" not in text


def test_the_map_fills_while_the_run_goes_on() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    empty = replace(matrix_run(), blocks=(), complete=False)
    for known, row in ((empty, "crash"), (hurt(), GOLDEN.splitlines()[2])):
        table = LiveTable(known, CRASH.name, console).within(80, 40)
        assert table is not None
        with console.capture() as caught:
            console.print(table)
        lines = [line.rstrip() for line in caught.get().splitlines()]
        assert lines[1:3] == [line.rstrip() for line in GOLDEN.splitlines()[:2]]
        assert lines[3] == row


def test_what_was_measured_last_is_in_view_of_a_low_window() -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=False)
    table = LiveTable(hurt(), HANG.name, console).within(80, 7)
    assert table is not None
    with console.capture() as caught:
        console.print(table)
    assert caught.get().splitlines()[3].startswith("hang ")


def test_the_plan_says_how_many_faults_there_are_and_where_they_find_nothing() -> None:
    lines = list(plan_lines(matrix_run().plan, 700.0, "runs/x"))
    assert "            blast-radius: 4 faults" in lines
    assert "            for 2 of them there is nothing to hit on monolith" in lines
    assert "  again     a fault whose trial was disturbed, at once, 1 in a visit at most" in lines
    assert max(map(len, lines)) <= 80
