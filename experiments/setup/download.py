"""Downloads jars by coordinate, several at a time, and keeps only what matches the lock.

`jgo` knows how a coordinate becomes a download. Each jar goes to a private folder first and is
moved into place when its size and checksum are right, so an interrupted set-up leaves whole
jars only.
"""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import requests
from jgo.maven import MavenContext, PythonResolver

from experiments.setup.errors import SetupError
from experiments.setup.jars import Jar, fault
from experiments.setup.progress import MEGABYTE, Progress

MIRROR = "CLEAVE_MAVEN_MIRROR"
AT_ONCE = 6
TRIES = 3
TIMEOUT_S = 30
OFFLINE = (
    "cannot reach the Maven repository for the jars: connect this machine, name a mirror "
    f"({MIRROR}=... make setup), or copy the folder {{folder}} from a machine that has it"
)
DRAFTS = ".partial-"

Report = Callable[[int], None]
Source = Callable[[Jar, Path, Report], Path]


@dataclass
class Tally:
    """Bytes that have come in, counted by several threads."""

    of: str
    total: int
    show: Callable[[str], None]
    done: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, count: int) -> None:
        """Count more bytes and show the sum."""
        with self._lock:
            self.done += count
            done = min(self.done, self.total)
            self.show(f"{self.of}: {done / MEGABYTE:.0f} of {self.total / MEGABYTE:.0f} MB")


def from_maven(jar: Jar, folder: Path, report: Report) -> Path:
    """Download one jar below `folder`; its place there is jgo's choice."""
    mirror = os.environ.get(MIRROR)
    context = MavenContext(
        resolver=PythonResolver(progress_callback=lambda _name, _size: _counting(report)),
        repo_cache=folder,
        local_repos=[],
        remote_repos={"mirror": mirror} if mirror else None,
        timeout=TIMEOUT_S,
    )
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    return Path(artifact.resolve())


@contextlib.contextmanager
def _counting(report: Report) -> Iterator[Report]:
    yield report


def fetch(
    jars: Sequence[Jar],
    folder: Path,
    progress: Progress,
    source: Source = from_maven,
    pause: Callable[[float], None] = time.sleep,
    of: str = "Kafka",
) -> None:
    """Bring every jar `of` something into `folder` or raise SetupError; what is whole stays."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{DRAFTS}{os.getpid()}"
    tally = Tally(of, sum(jar.size for jar in jars), progress.show)
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="jars")
    try:
        work = [
            pool.submit(_bring, jar, draft / str(n), folder, source, tally.add, pause)
            for n, jar in enumerate(jars)
        ]
        _wait_for_all(work)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(draft, ignore_errors=True)


def _wait_for_all(work: Sequence[Future[None]]) -> None:
    for done in as_completed(work):
        done.result()


def _bring(
    jar: Jar,
    draft: Path,
    folder: Path,
    source: Source,
    report: Report,
    pause: Callable[[float], None],
) -> None:
    """One jar, tried again when the connection failed or broke off."""
    problem = ""
    for attempt in range(1, TRIES + 1):
        problem = _try(jar, draft / str(attempt), folder, source, report)
        if not problem:
            return
        if attempt < TRIES:
            pause(0.5 * attempt)
    raise SetupError(problem)


def _try(jar: Jar, draft: Path, folder: Path, source: Source, report: Report) -> str:
    """Fetch, check, move into place; what went wrong if another try may help, else SetupError."""
    broken = f"the download of {jar.filename} broke off and nothing of it was kept"
    try:
        path = source(jar, draft, report)
    except requests.exceptions.ChunkedEncodingError:
        return broken
    except requests.RequestException:
        return OFFLINE.format(folder=folder)
    except RuntimeError as error:
        raise SetupError(f"the Maven repository does not have {jar.coordinate}") from error
    wrong = fault(jar, path)
    if not wrong:
        path.replace(folder / jar.filename)
        return ""
    if path.stat().st_size < jar.size:
        return broken
    raise SetupError(f"{jar.filename} was refused: {wrong}; nothing of it was kept")
