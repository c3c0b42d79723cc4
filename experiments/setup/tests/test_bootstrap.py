"""A Python that will not do is refused in one line, before anything is touched."""

import ast
import sys
from pathlib import Path

import pytest

from experiments.setup import bootstrap


def test_an_old_python_is_told_which_one_is_needed() -> None:
    assert "3.11 or newer" in bootstrap.refusal((3, 9), "linux")


def test_windows_is_sent_to_wsl() -> None:
    assert "WSL2" in bootstrap.refusal((3, 12), "win32")


def test_a_python_without_venv_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "python3-venv" in bootstrap.refusal((3, 12), "linux")


def test_a_fitting_python_is_not_refused() -> None:
    assert bootstrap.refusal((3, 11), "linux") == ""


def test_an_old_python_can_read_the_script_that_refuses_it() -> None:
    source = Path(bootstrap.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 5))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
