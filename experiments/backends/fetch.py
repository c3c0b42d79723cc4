"""Fetches what the backends need on this machine: a package of Debian, Go modules, jars of Maven.

What is there is left alone, so that a second call needs no network.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from experiments.backends.elasticsearch import lay_out, open_elasticsearch
from experiments.backends.places import BackendError, jars_folder, programs_folder
from experiments.backends.programs import ALERTMANAGER, JAEGER, PROMETHEUS, PROMTOOL, program
from experiments.setup.fetch_jars import ensure
from experiments.setup.jars import ELASTICSEARCH_LOCK
from experiments.setup.progress import Progress

Say = Callable[[str], None]
PACKAGE: Final = "prometheus"
ALERTMANAGER_COMMAND: Final = "github.com/prometheus/alertmanager/cmd/alertmanager@v0.27.0"
"""Debian's reads its templates from where only an installed package has them."""
JAEGER_MODULE: Final = "github.com/jaegertracing/jaeger@v1.76.0"
"""Its command cmd/jaeger is Jaeger 2.13.0."""
BUILD_S: Final = 3600.0


def fetch(progress: Progress) -> None:
    """BackendError or SetupError says what is in the way."""
    if _is_missing(PROMETHEUS, PROMTOOL):
        progress.say("Prometheus, from Debian's package")
        _unpack_debian(programs_folder() / "debian")
    if _is_missing(ALERTMANAGER):
        progress.say("Alertmanager, built from its Go module: two minutes, once")
        _install_alertmanager(programs_folder() / "bin")
    if _is_missing(JAEGER):
        progress.say("Jaeger, built from its Go module: some minutes, once")
        _build_jaeger(programs_folder() / "bin")
    fetch_elasticsearch(progress)


def fetch_elasticsearch(progress: Progress) -> None:
    """BackendError or SetupError says what is in the way."""
    ensure(jars_folder(), progress, ELASTICSEARCH_LOCK)
    try:
        open_elasticsearch()
    except BackendError:
        progress.say("Elasticsearch, from its jars")
        lay_out()


def _is_missing(*programs: tuple[str, ...]) -> bool:
    try:
        for names in programs:
            program(names)
    except BackendError:
        return True
    return False


def _unpack_debian(into: Path) -> None:
    """Without installing them: nothing starts, and no root is needed."""
    _need("apt-get", "dpkg-deb")
    with tempfile.TemporaryDirectory(prefix="cleave-") as folder:
        there = Path(folder)
        _run(("apt-get", "download", PACKAGE), there)
        for package in there.glob("*.deb"):
            _run(("dpkg-deb", "--extract", str(package), str(into)), there)


def _install_alertmanager(into: Path) -> None:
    _need("go")
    into.mkdir(parents=True, exist_ok=True)
    told = {"GOBIN": str(into), "CGO_ENABLED": "0"}
    _run(("go", "install", "-trimpath", "-ldflags", "-s -w", ALERTMANAGER_COMMAND), into, told)


def _build_jaeger(into: Path) -> None:
    """In a copy, since the module's own folder is read-only and its go.mod replaces a module, which
    `go install` refuses."""
    _need("go")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cleave-") as folder:
        there = Path(folder)
        said = _run(("go", "mod", "download", "-json", JAEGER_MODULE), there)
        source = there / "source"
        shutil.copytree(json.loads(said)["Dir"], source, copy_function=shutil.copyfile)
        for each in (source, *source.rglob("*")):
            if each.is_dir():
                each.chmod(0o755)
        draft = there / "jaeger"
        flags = ("-trimpath", "-ldflags", "-s -w", "-o", str(draft))
        _run(("go", "build", *flags, "./cmd/jaeger"), source, {"CGO_ENABLED": "0"})
        shutil.move(draft, into / "jaeger")


def _need(*commands: str) -> None:
    for command in commands:
        if shutil.which(command) is None:
            raise BackendError(f"{command} is not on this machine")


def _run(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> str:
    """What it says. BackendError, with its last words, when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(more or {})},
        capture_output=True,
        text=True,
        timeout=BUILD_S,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BackendError(f"{' '.join(command[:2])} failed: {said}")
    return done.stdout
