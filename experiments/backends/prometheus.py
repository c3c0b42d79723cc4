"""Prometheus and Alertmanager with the rules of the compose files, for replicas on this machine."""

import json
from pathlib import Path
from typing import Any, Final

import yaml

from experiments.backends.places import CONFIGURATION
from experiments.backends.programs import ALERTMANAGER, PROMETHEUS, program
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment
from experiments.stacks.protocol import Stack

FOLDER: Final = CONFIGURATION / "prometheus"
NAME: Final = "prometheus"
ALERTS: Final = "alertmanager"
EVERY: Final = "1s"
TARGETS: Final = "targets.json"


def configuration(alertmanager_port: int, targets: Path) -> dict[str, Any]:
    """That of the compose files, but for who is asked, how often, and who is told."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "prometheus.yaml").read_text("utf-8"))
    (job,) = found["scrape_configs"]
    watched = [{"files": [str(targets)], "refresh_interval": EVERY}]
    times = {"scrape_interval": EVERY, "scrape_timeout": EVERY, "evaluation_interval": EVERY}
    told = [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]
    return {
        "global": times,
        "rule_files": [str(FOLDER / each) for each in found["rule_files"]],
        "alerting": {"alertmanagers": told},
        "scrape_configs": [{"job_name": job["job_name"], "file_sd_configs": watched}],
    }


def write_targets(file: Path, stack: Stack) -> None:
    """The replicas that the stack has now, each with its part, as Prometheus reads them."""
    groups = [
        {
            "targets": [url.removeprefix("http://") for url in stack.replica_urls(part.name)],
            "labels": {"service": part.name},
        }
        for part in stack.topology.parts
    ]
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(groups), encoding="utf-8")
    draft.replace(file)


def prometheus_spec(arm: Path, port: int, alertmanager_port: int) -> ProcessSpec:
    home = arm / NAME
    home.mkdir()
    (home / TARGETS).write_text("[]", encoding="utf-8")
    config = home / "prometheus.yaml"
    config.write_text(yaml.safe_dump(configuration(alertmanager_port, home / TARGETS)), "utf-8")
    consoles = FOLDER / "consoles"
    return _spec(
        arm,
        NAME,
        port,
        (
            str(program(PROMETHEUS)),
            f"--config.file={config}",
            f"--storage.tsdb.path={home / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            f"--web.console.templates={consoles}",
            f"--web.console.libraries={consoles}",
            "--enable-feature=exemplar-storage",
            "--log.level=warn",
        ),
    )


def alertmanager_spec(arm: Path, port: int) -> ProcessSpec:
    (arm / ALERTS).mkdir()
    return _spec(
        arm,
        ALERTS,
        port,
        (
            str(program(ALERTMANAGER)),
            f"--config.file={CONFIGURATION / ALERTS / 'alertmanager.yaml'}",
            f"--storage.path={arm / ALERTS / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
            "--log.level=warn",
        ),
    )


def _spec(arm: Path, name: str, port: int, argv: tuple[str, ...]) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        group=name,
        argv=argv,
        environment=base_environment(arm),
        folder=str(arm / name),
        log=str(arm / "logs" / f"{name}.log"),
        probe=Probe("http", port, "/-/ready"),
    )
