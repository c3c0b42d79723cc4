"""The line that says why a process died."""

from pathlib import Path

import pytest

from experiments.stacks.local.logs import WIDTH, last_words


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("Traceback\nRuntimeError: no\n[ERROR] Unexpected exit\n[INFO] bye\n", "RuntimeError: no"),
        ("2026 FATAL:  could not bind\n2026 LOG:  shut down\n", "2026 FATAL:  could not bind"),
        ("Caused by: a bad thing\n\tat kafka.Kafka.main\n", "Caused by: a bad thing"),
        ("[critical] cannot bind\n", "[critical] cannot bind"),
        ("", "(it said nothing)"),
    ],
)
def test_a_servers_farewell_is_passed_over(tmp_path: Path, log: str, words: str) -> None:
    file = tmp_path / "a.log"
    file.write_text(log)
    assert last_words(file) == words


def test_a_long_line_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_text("x" * 5000)
    assert len(last_words(file)) == WIDTH


def test_no_log_is_said(tmp_path: Path) -> None:
    assert last_words(tmp_path / "none.log") == "(no log)"
