"""Makes sure that Kafka's jars are there: python -m experiments.setup.fetch_jars

Run by set-up inside the environment, because the download needs a library.
"""

import errno
import logging
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from experiments.setup.download import DRAFTS, Source, fetch, from_maven
from experiments.setup.errors import STOPPED, SetupError, explain
from experiments.setup.jars import LOCK, default_folder, missing, read_lock, record
from experiments.setup.progress import Progress


def _clear_leftovers(folder: Path) -> None:
    """Remove the drafts of set-ups that were killed; those of running ones stay."""
    for draft in folder.glob(f"{DRAFTS}*"):
        pid = draft.name.rpartition("-")[2]
        if not (pid.isdigit() and _is_alive(int(pid))):
            shutil.rmtree(draft, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return True


def ensure(folder: Path, progress: Progress, lock: Path = LOCK, source: Source = from_maven) -> int:
    """Fetch what is missing and record the rest; returns how many jars were fetched."""
    jars = read_lock(lock)
    folder.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(folder)
    absent = missing(jars, folder)
    if absent:
        fetch(absent, folder, progress, source, of=lock.stem.capitalize())
    record(jars, folder, lock)
    return len(absent)


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Exit code 0 when every jar is there and verified; else 1 after one line, 130 when stopped."""
    logging.getLogger("jgo").setLevel(logging.CRITICAL)
    progress, folder = Progress(sys.stderr), default_folder(environ)
    try:
        ensure(folder, progress)
    except SetupError as error:
        progress.say(f"cleave set-up: {error}")
        return 1
    except OSError as error:
        progress.say(f"cleave set-up: {explain(error, [folder])}")
        return 1
    except KeyboardInterrupt:
        return STOPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
