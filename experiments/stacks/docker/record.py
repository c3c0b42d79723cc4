"""A file in the folder of an arm that was let go: that it runs in containers, and by which ports
its databases are reached. Read without the engine."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILE: Final = "containers.json"


def write_record(arm: Path, databases: Mapping[str, int]) -> None:
    (arm / FILE).write_text(json.dumps({"databases": dict(databases)}), encoding="utf-8")


def read_record(arm: Path) -> Mapping[str, int] | None:
    """The databases' ports by part; None for an arm that does not run in containers."""
    try:
        found = json.loads((arm / FILE).read_text(encoding="utf-8"))["databases"]
        return {str(part): int(port) for part, port in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
