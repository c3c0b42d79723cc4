"""Runs are ended as planned, and whoever leaves something, or ends otherwise, is told."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from experiments.endurance.flat import Reading
from experiments.endurance.leftovers import Left, processes
from experiments.endurance.outcome import Ended, Endured
from experiments.endurance.run import Course
from experiments.endurance.schedule import Ending, ShortRun
from experiments.endurance.stages import Stage, has_reached, reached
from experiments.endurance.table import table
from experiments.endurance.tests import stub_run
from experiments.report.screen import WIDTH
from experiments.testing.toy_arm import private_places

ONE = ShortRun(1, "monolith", stub_run.ENDS, Ending.ITSELF, Stage.LOADING, 0.0)
DONE = Ended(ONE, 0, 9.0, "", frozenset())
FLAT = (Reading(100.0, 500_000, 20, 4),) * 9
WELL = Endured((DONE,), frozenset(), FLAT, 0, 12.0)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    with private_places() as places:

        def look() -> frozenset[Left]:
            return frozenset(processes(places.state, "mine"))

        yield Course(places, "mine", look, tmp_path, "experiments.endurance.tests.stub_run")


def test_a_run_that_leaves_nothing_is_as_it_should_be(course: Course) -> None:
    ended = course.run(ONE)
    assert (ended.exit_code, ended.left, ended.wrong) == (0, frozenset(), "")


def test_a_process_that_stays_is_told(course: Course) -> None:
    ended = course.run(replace(ONE, seed=stub_run.LEAVES_A_PROCESS))
    (left,) = ended.left
    psutil.Process(int(left.what.split()[0])).kill()
    assert ended.wrong == f"run 1, monolith, ends by itself: left {left}"


def test_a_run_that_breaks_is_told_with_its_last_words(course: Course) -> None:
    ended = course.run(replace(ONE, seed=stub_run.BREAKS))
    assert ended.wrong == "run 1, monolith, ends by itself: ended with 1: it broke"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (Ending.CTRL_C, -signal.SIGINT),
        (Ending.SIGTERM, 130),
        (Ending.KILL, -signal.SIGKILL),
        (Ending.KILL_ALL, -signal.SIGKILL),
    ],
)
def test_a_run_is_ended_as_planned(course: Course, ending: Ending, code: int) -> None:
    ended = course.run(replace(ONE, seed=stub_run.WAITS, ending=ending))
    assert (ended.exit_code, ended.wrong) == (code, "")


def test_a_run_whose_handlers_are_gone_ends_by_the_signal(course: Course) -> None:
    ended = course.run(replace(ONE, seed=stub_run.SHUTS_DOWN, ending=Ending.SIGTERM))
    assert (ended.exit_code, ended.wrong) == (-signal.SIGTERM, "")


def test_a_run_that_does_not_end_is_told() -> None:
    assert replace(DONE, exit_code=None).wrong.endswith(": did not end")


def test_a_kill_is_no_excuse_for_an_exit_code_of_its_own() -> None:
    killed = replace(DONE, run=replace(ONE, ending=Ending.KILL), exit_code=1, said="an error")
    assert killed.wrong.endswith("ended with 1: an error")


def test_stages_are_read_back(tmp_path: Path) -> None:
    assert not has_reached(tmp_path, Stage.OPENING)
    reached(tmp_path, Stage.OPENING)
    assert has_reached(tmp_path, Stage.OPENING)
    assert not has_reached(tmp_path, Stage.STARTING)


def test_all_is_well_where_nothing_is_left_and_nothing_grows() -> None:
    assert WELL.problems == ()
    assert replace(WELL, readings=(), long_run=None).problems == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(WELL, half_made=frozenset({Left("folder", "/x")})), "in the end: folder /x"),
        (replace(WELL, long_run=1), "the long run ended with 1"),
        (replace(WELL, readings=FLAT[:2]), "the long run grew: 2 readings are too few to tell"),
        (
            replace(WELL, runs=(replace(DONE, left=frozenset({Left("port", "20100")})),)),
            "run 1, monolith, ends by itself: left port 20100",
        ),
    ],
)
def test_each_problem_is_told_in_the_table(wrong: Endured, said: str) -> None:
    assert any(text.startswith(said) for text in wrong.problems)
    assert f"WRONG: {said.partition(' ')[0]}" in table(wrong)


def test_the_table_counts_by_ending_and_fits_a_terminal() -> None:
    killed = replace(ONE, ending=Ending.KILL_ALL)
    left = frozenset(Left("process", f"{n} postgres") for n in range(30))
    text = table(replace(WELL, runs=(DONE, DONE, replace(DONE, run=killed, left=left))))
    lines = text.splitlines()
    assert lines[1].split() == ["by", "itself", "2", "of", "2"]
    assert lines[2].split()[-3:] == ["0", "of", "1"]
    assert max(map(len, lines)) <= WIDTH
    assert "100 to 100 MiB" in text
