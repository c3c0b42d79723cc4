"""What runs of the lab might leave on a machine, and where that is seen."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from experiments.stacks.local.cpu_groups import find_cpu_groups
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import is_free
from experiments.stacks.local.process import MARKER
from experiments.stacks.local.quotas import groups_of
from experiments.stacks.local.workshop import FIRST_PORT, PORTS
from experiments.topology import OUTSIDE_PORT, PORTS_PER_ARM, TOPOLOGIES

TOKEN: Final = "CLEAVE_ENDURANCE"
"""Environment variable of every short run; its load generator inherits it, an arm does not."""
SEGMENTS: Final = Path("/proc/sysvipc/shm")
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - looked at only
LAB_PORTS: Final = (
    OUTSIDE_PORT,
    *range(FIRST_PORT, FIRST_PORT + PORTS),
    *(
        port
        for topology in TOPOLOGIES.values()
        for port in range(topology.base_port, topology.base_port + PORTS_PER_ARM)
    ),
)


@dataclass(frozen=True, order=True)
class Left:
    """One thing: of which kind, and its name."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


def processes(state: Path, token: str) -> Iterator[Left]:
    """Those of an arm below `state`, and those that a run with this token has started."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            environment = process.environ()
            folder = environment.get(MARKER)
            is_of_arm = folder is not None and Path(folder).is_relative_to(state)
            if is_of_arm or environment.get(TOKEN) == token:
                yield Left("process", f"{process.pid} {process.name()}")


def ports(numbers: Iterable[int] = LAB_PORTS) -> Iterator[Left]:
    """Where somebody listens."""
    for number in numbers:
        if not is_free(number):
            yield Left("port", str(number))


def cpu_groups(state: Path) -> Iterator[Left]:
    """Of the arms below `state`, where the system allows any."""
    if found := find_cpu_groups():
        for name in TOPOLOGIES:
            for group in groups_of(state / name, found.folder):
                yield Left("CPU group", group.name)


def segments(table: Path = SEGMENTS) -> Iterator[Left]:
    """System V segments that no process is attached to; who is, is a process that is left."""
    lines = table.read_text().splitlines() if table.exists() else []
    names = lines[0].split() if lines else []
    for line in lines[1:]:
        row = dict(zip(names, line.split(), strict=False))
        if row["nattch"] == "0":
            yield Left("shared memory", f"segment {row['shmid']}")


def memory_files(folder: Path = MEMORY) -> Iterator[Left]:
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        yield Left("shared memory", str(file))


def folders(places: Places) -> Iterator[Left]:
    """Of arms that run; logs of a start that failed are kept on purpose."""
    for entry in sorted(places.state.iterdir()):
        is_kept = entry == places.cache or entry.name.endswith("-failed")
        if entry.is_dir() and not is_kept:
            yield Left("folder", str(entry))


def half_made(places: Places, temporary: Path | None = None) -> Iterator[Left]:
    """What was being built when its builder died, which the next builder removes; and temporary
    folders."""
    for pattern in ("artefacts/.draft-*", "templates/*.partial"):
        for folder in sorted(places.cache.glob(pattern)):
            yield Left("folder", str(folder))
    for folder in sorted((temporary or Path(tempfile.gettempdir())).glob("cleave-*")):
        yield Left("folder", str(folder))
