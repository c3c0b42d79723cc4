import io

import pytest
from rich.console import Console

from experiments.report.live_progress import LiveProgress
from experiments.report.progress import HEADLINES, PLAIN_EVERY_S, PlainProgress, progress_on
from experiments.report.screen import console_on
from experiments.report.time_left import TimeLeft
from experiments.testing.comparison import result


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_the_time_left_counts_down_and_waits_for_a_late_stage() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.begin(stage_s=20.0, after_s=100.0)
    clock.now_s = 15.0
    assert str(left) == "1 min 45 s left"
    clock.now_s = 60.0
    assert str(left) == "1 min 40 s left"


def test_the_last_stage_says_when_it_takes_longer() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.begin(stage_s=20.0, after_s=0.0)
    clock.now_s = 21.0
    assert str(left) == "longer than reckoned"


def test_a_log_gets_a_line_for_each_stage_and_few_within_it() -> None:
    clock, stream = Clock(), io.StringIO()
    with PlainProgress(console_on(stream), clock) as watcher:
        watcher.begin("block 1 of 8: monolith", 20.0, 300.0)
        for _ in range(3):
            clock.now_s += PLAIN_EVERY_S / 2
            watcher.detail("load 50%")
        watcher.say("conformance: alike")
    assert stream.getvalue().splitlines() == [
        "block 1 of 8: monolith (5 min 20 s left)",
        "  load 50% (5 min 5 s left)",
        "conformance: alike",
    ]


def test_a_log_gets_the_first_figures_of_each_experiment() -> None:
    stream = io.StringIO()
    known = result(1)
    with PlainProgress(console_on(stream), Clock()) as watcher:
        watcher.measured(known, None)
        assert stream.getvalue() == ""
        watcher.measured(known, known.visits[0])
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("  good operations 59.9 /s; good share ")
    assert line.count(";") == HEADLINES - 1


def test_a_live_table_stands_above_the_line_and_is_gone_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = io.StringIO()
    console = Console(file=stream, width=80, height=24, force_terminal=True)
    with LiveProgress(console) as watcher:
        watcher.begin("block 1 of 8: monolith", 20.0, 300.0)
        watcher.measured(result(1), result(1).visits[0])
        watcher._live.refresh()
        watcher.say("said")
        frame = stream.getvalue().rpartition("said")[2].splitlines()[1:]
        assert 15 < len(frame) < 24
        assert "Medians" in frame[0]
        assert "block 1 of 8: monolith" in frame[-1]
        before = len(stream.getvalue())
    taken_away = stream.getvalue()[before:].rpartition("block 1 of 8")[2]
    assert taken_away.count("\x1b[2K") >= len(frame)


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    assert isinstance(progress_on(console_on(io.StringIO())), PlainProgress)


def test_a_terminal_that_cannot_rewrite_a_line_gets_plain_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def on(term: str) -> object:
        monkeypatch.setenv("TERM", term)
        return progress_on(Console(file=io.StringIO(), force_terminal=True))

    assert isinstance(on("dumb"), PlainProgress)
    assert isinstance(on("xterm"), LiveProgress)


def test_the_live_line_does_not_say_twice_what_goes_on() -> None:
    watcher = LiveProgress(console_on(io.StringIO()))
    watcher.begin("starting monolith", 4.0, 0.0)
    watcher.detail("starting monolith")
    assert watcher._line().plain.strip() == "4 s left  starting monolith"


@pytest.mark.parametrize(("said", "shown"), [(("alike",), "alike\n\n"), ((), "")])
def test_what_was_said_stands_apart_from_what_follows(said: tuple[str, ...], shown: str) -> None:
    stream = io.StringIO()
    with LiveProgress(Console(file=stream, force_terminal=False)) as watcher:
        for line in said:
            watcher.say(line)
    assert stream.getvalue() == shown


def test_the_live_line_shows_time_left_stage_and_detail_within_the_width() -> None:
    watcher = LiveProgress(console_on(io.StringIO()))
    watcher.begin("block 1 of 8: monolith", 20.0, 300.0)
    watcher.detail("load 50%, " + "x" * 200)
    line = watcher._line().plain
    assert "5 min 20 s left  block 1 of 8: monolith  load 50%" in line
    assert len(line) <= 79
