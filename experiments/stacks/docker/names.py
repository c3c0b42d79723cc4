"""What containers, networks and folders are called, and the labels by which all are found again."""

import hashlib
from pathlib import Path
from typing import Final

LAB: Final = "cleave.lab"
"""Label of all that a lab has made: the digest of its state folder, so that two labs of one machine
do not end each other's arms."""
ARM: Final = "cleave.arm"
NAME: Final = "cleave.name"
GROUP: Final = "cleave.group"

INSIDE: Final = "/cleave"
"""Where a container sees what it shares with the lab."""
SWITCHES: Final = f"{INSIDE}/switches"
LOGS: Final = f"{INSIDE}/logs"
ENDPOINTS: Final = f"{INSIDE}/endpoints"


def lab_of(state: Path) -> str:
    return hashlib.sha256(str(state).encode()).hexdigest()[:8]


def container_name(lab: str, arm: str, name: str) -> str:
    return f"cleave-{lab}-{arm}-{name}"


def network_name(lab: str, arm: str) -> str:
    return f"cleave-{lab}-{arm}"


def labels(lab: str, arm: str, name: str = "", group: str = "") -> dict[str, str]:
    found = {LAB: lab, ARM: arm, NAME: name, GROUP: group}
    return {key: value for key, value in found.items() if value}


def filters_of(lab: str, arm: str) -> dict[str, list[str]]:
    """What an engine is asked with for all that is the arm's."""
    return {"label": [f"{LAB}={lab}", f"{ARM}={arm}"]}
