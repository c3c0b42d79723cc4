"""Prometheus' own tool reads the configuration and runs the tests of its rules."""

import shutil
import subprocess
from pathlib import Path

import pytest

from experiments.backends.programs import PROMTOOL, program
from experiments.backends.prometheus import FOLDER

pytestmark = [pytest.mark.real, pytest.mark.backends]
TESTS = sorted(file.name for file in (FOLDER / "tests").glob("*.test.yaml"))
AND = "          and feature:cleave_bad_answers:"
AND_OF_MESSAGES = "          and service_topic:cleave_failed_messages:"


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
        ("slo.test.yaml", f"{AND}ratio_rate5m > 14.4 * 0.01\n", ""),
        ("slo.test.yaml", f"{AND}ratio_rate30m > 6 * 0.01\n", ""),
        ("slo.test.yaml", f"{AND}ratio_rate6h > 1 * 0.01\n", ""),
        ("slo.test.yaml", f"{AND}increase1h > 10\n", ""),
        ("slo.test.yaml", f"{AND}increase6h > 10\n", ""),
        ("slo.test.yaml", f"{AND}increase3d > 10\n", ""),
        ("slo.test.yaml", "14.4 * 0.01", "1 * 0.01"),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}ratio_rate5m > 14.4 * 0.01\n", ""),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}ratio_rate30m > 6 * 0.01\n", ""),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}ratio_rate6h > 1 * 0.01\n", ""),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}increase1h > 10\n", ""),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}increase6h > 10\n", ""),
        ("messages.test.yaml", f"{AND_OF_MESSAGES}increase3d > 10\n", ""),
        ("slo.test.yaml", "(0.95, sum by (feature", "(0.9, sum by (feature"),
        ("parts.test.yaml", "        for: 30s\n", ""),
        (
            "parts.test.yaml",
            "          or\n"
            '          (last_over_time(up{job="replicas"}[2m]) unless up{job="replicas"})\n',
            "",
        ),
        (
            "parts.test.yaml",
            "(cleave_dead_letters_total unless cleave_dead_letters_total offset 5m)\n"
            "            or ",
            "",
        ),
        ("parts.test.yaml", "cleave_outbox_age_seconds) > 30", "cleave_outbox_age_seconds) > 0"),
        ("parts.test.yaml", " - increase(cleave_spans_written_total[5m])", ""),
    ],
)
def test_a_rule_that_is_on_at_another_time_is_noticed(
    tmp_path: Path, name: str, text: str, instead: str
) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "prometheus")
    rules = [file for file in folder.glob("rules/*.yaml") if text in file.read_text("utf-8")]
    assert rules
    for file in rules:
        file.write_text(file.read_text("utf-8").replace(text, instead), "utf-8")
    assert said_by_tests(folder, name).returncode != 0
