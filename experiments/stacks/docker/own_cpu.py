"""What the engine itself uses to run an arm, so that it is not taken for other programs' doing."""

import contextlib
from typing import Final

import psutil

SHOWN: Final = 15
"""Of a name Linux keeps so many letters."""
PROGRAMS: Final = frozenset(
    name[:SHOWN] for name in ("dockerd", "containerd", "containerd-shim-runc-v2", "docker-proxy")
)


def engine_cpu_seconds() -> float:
    """User and system time of the engine's own programs that this process can see; none of it is in
    an arm's account."""
    total = 0.0
    for process in psutil.process_iter(["name"]):
        if (process.info["name"] or "")[:SHOWN] in PROGRAMS:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
    return total
