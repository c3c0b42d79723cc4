"""Prometheus' own tool reads the configuration and runs the tests of its rules."""

import shutil
import subprocess
from pathlib import Path

import pytest

from experiments.backends.programs import PROMTOOL, program
from experiments.backends.prometheus import FOLDER

pytestmark = [pytest.mark.real, pytest.mark.backends]
TESTS = sorted(file.name for file in (FOLDER / "tests").glob("*.test.yaml"))


def promtool(*words: str) -> "subprocess.CompletedProcess[str]":
    command = (str(program(PROMTOOL)), *words)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def said_by_tests(folder: Path, name: str) -> "subprocess.CompletedProcess[str]":
    return promtool("test", "rules", str(folder / "tests" / name))


def test_the_configuration_and_its_rules_are_whole() -> None:
    done = promtool("check", "config", str(FOLDER / "prometheus.yaml"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", TESTS)
def test_rules_say_what_their_tests_say(name: str) -> None:
    done = said_by_tests(FOLDER, name)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text", "instead"),
    [
        (
            "slo.test.yaml",
            "          and feature:cleave_bad_answers:ratio_rate5m > 14.4 * 0.01\n",
            "",
        ),
        ("slo.test.yaml", "14.4 * 0.01", "1 * 0.01"),
        ("slo.test.yaml", "          and feature:cleave_bad_answers:increase1h > 10\n", ""),
        ("parts.test.yaml", "        for: 30s\n", ""),
        (
            "parts.test.yaml",
            "          or\n"
            '          (last_over_time(up{job="replicas"}[2m]) unless up{job="replicas"})\n',
            "",
        ),
        (
            "parts.test.yaml",
            "(cleave_dead_letters_total unless cleave_dead_letters_total offset 5m)\n            or ",
            "",
        ),
        ("parts.test.yaml", "cleave_outbox_age_seconds) > 30", "cleave_outbox_age_seconds) > 0"),
    ],
)
def test_a_rule_that_is_on_at_another_time_is_noticed(
    tmp_path: Path, name: str, text: str, instead: str
) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "prometheus")
    rules = folder / "rules" / "slo.yaml"
    content = rules.read_text(encoding="utf-8")
    assert text in content
    rules.write_text(content.replace(text, instead), encoding="utf-8")
    assert said_by_tests(folder, name).returncode != 0
