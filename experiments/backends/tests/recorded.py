"""Lines as servers wrote them: of the arms those that the readers of logs are held to, too."""

from pathlib import Path
from typing import Final

from experiments.stacks.local.places import REPOSITORY

RECORDED: Final = REPOSITORY / "experiments" / "telemetry" / "tests" / "recordings" / "services"
KAFKA: Final = (
    "[2026-11-27 14:03:19,250] WARN [Controller 1] the broker 1 was fenced"
    " (org.apache.kafka.controller.ReplicationControlManager)"
)


def lines_of(name: str, folder: Path = RECORDED) -> list[str]:
    """Of a recorded log."""
    return (folder / name).read_text(encoding="utf-8").splitlines()
