"""Prometheus is told here what the compose files tell it, but for who is asked, and how often."""

import json
from pathlib import Path

import yaml

from experiments.backends.prometheus import FOLDER, configuration, write_targets
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH


def test_rules_and_the_jobs_name_are_those_of_the_compose_files(tmp_path: Path) -> None:
    composed = yaml.safe_load((FOLDER / "prometheus.yaml").read_text(encoding="utf-8"))
    here = configuration(9093, tmp_path / "targets.json")
    assert here["rule_files"] == [str(FOLDER / "rules/*.yaml")]
    assert here["scrape_configs"][0]["job_name"] == composed["scrape_configs"][0]["job_name"]
    assert "dns_sd_configs" not in here["scrape_configs"][0]


def test_replicas_are_told_with_their_part(tmp_path: Path) -> None:
    stack = FakeStack(MONOLITH)
    stack.start()
    write_targets(tmp_path / "targets.json", stack)
    (group,) = json.loads((tmp_path / "targets.json").read_text(encoding="utf-8"))
    assert group["labels"] == {"service": "monolith"}
    assert group["targets"] == [stack.gateway_url.removeprefix("http://")] * 6
