"""The habits hold in this repository, and each is found where it is broken."""

from pathlib import Path, PurePath

import pytest

from experiments.rules.habits import UNFINISHED, of_module, violations

ROOT = Path(__file__).parents[3]


def test_this_repository_keeps_its_habits() -> None:
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text", "habit"),
    [
        ("monolith/tests/test_a.py", "import time\ntime.sleep(1)\n", "a test sleeps"),
        ("monolith/tests/test_a.py", "from time import sleep\nsleep(1)\n", "a test sleeps"),
        ("conftest.py", "import gevent\ngevent.sleep(1)\n", "a test sleeps"),
        ("monolith/app.py", "\nprint(1)\n", "print outside the cli"),
        ("monolith/app.py", f"\nx = 1  # {UNFINISHED[0]}: later\n", "unfinished work"),
    ],
)
def test_a_seeded_violation_is_found(path: str, text: str, habit: str) -> None:
    assert list(of_module(PurePath(path), text)) == [(habit, 2)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("experiments/stacks/wait.py", "import time\ntime.sleep(1)\n"),
        ("experiments/cli/main.py", "print(1)\n"),
        ("monolith/app.py", f"x = '{UNFINISHED[0]}'\n"),
    ],
)
def test_what_is_allowed_is_not_found(path: str, text: str) -> None:
    assert list(of_module(PurePath(path), text)) == []


def test_a_violation_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "monolith").mkdir()
    (tmp_path / "monolith" / "app.py").write_text("print(1)\n")
    assert violations(tmp_path) == ["monolith/app.py:1: print outside the cli"]
