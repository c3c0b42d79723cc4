"""What set-up will download and fill, said before it starts, and whether the disk has room."""

import platform
import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from experiments.setup.errors import SetupError
from experiments.setup.room import nearest

FIGURES = Path(__file__).parent / "figures.toml"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Needs:
    """Megabytes (10^6 bytes) and, for memory, gigabytes."""

    download_mb: int
    environment_mb: int
    jars_mb: int
    memory_gb: float


def platform_key() -> str:
    """The name of this kind of machine in figures.toml, for example linux-x86_64."""
    machine = platform.machine().lower()
    machine = {"aarch64": "arm64", "amd64": "x86_64"}.get(machine, machine)
    return f"{sys.platform}-{machine}"


def figures(jars_bytes: int, key: str, path: Path = FIGURES) -> Needs:
    """The needs of this kind of machine; an unmeasured one gets Linux x86-64's."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    sizes = table["packages"].get(key, table["packages"]["linux-x86_64"])
    return Needs(
        download_mb=sizes["download_mb"],
        environment_mb=sizes["installed_mb"],
        jars_mb=round(jars_bytes / MEGABYTE),
        memory_gb=table["run"]["memory_gb"],
    )


def announcement(needs: Needs, packages: bool, jars: bool) -> str:
    """What is about to happen, for the parts that are missing."""
    parts, download, disk = [], 0, 0
    if packages:
        parts.append(f"  Python packages, {needs.download_mb} MB, into .venv")
        download += needs.download_mb
        disk += needs.environment_mb + needs.download_mb
    if jars:
        parts.append(f"  Apache Kafka, {needs.jars_mb} MB, into your cache folder")
        download += needs.jars_mb
        disk += needs.jars_mb
    return "\n".join(
        (
            "Setting up Cleave:",
            *parts,
            f"  download {download} MB at most, disk {disk} MB, memory while the lab runs"
            f" {needs.memory_gb:g} GB",
            "  Nothing outside this folder and your cache folder is touched.",
            "  This takes a minute or two, once.",
        )
    )


def check_room(wanted: dict[Path, int]) -> None:
    """Raise SetupError when a file system lacks the megabytes its folders are going to need."""
    per_device: dict[int, tuple[Path, int]] = {}
    for folder, megabytes in wanted.items():
        existing = nearest(folder)
        device = existing.stat().st_dev
        first, total = per_device.get(device, (existing, 0))
        per_device[device] = (first, total + megabytes)
    for folder, megabytes in per_device.values():
        free = shutil.disk_usage(folder).free // MEGABYTE
        if free < megabytes:
            raise SetupError(
                f"not enough disk: set-up needs {megabytes} MB on the file system of {folder}, "
                f"which has {free} MB free; free some space, then run `make setup` again"
            )


def room_for(needs: Needs, root: Path, jars_folder: Path, packages: bool) -> dict[Path, int]:
    """Megabytes each folder is going to need."""
    wanted = {jars_folder: needs.jars_mb}
    if packages:
        wanted[root] = needs.environment_mb
        wanted[Path(tempfile.gettempdir())] = needs.download_mb
        wanted[jars_folder] += needs.download_mb
    return wanted
