"""Installs what is missing: the environment from requirements.lock, then Kafka's jars.

Standard library only, because it runs before anything is installed.
"""

import fcntl
import signal
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from experiments.setup import environment, needs
from experiments.setup.environment import Checkout
from experiments.setup.errors import STOPPED, SetupError, explain
from experiments.setup.jars import LOCK as KAFKA_LOCK
from experiments.setup.jars import default_folder, missing, read_lock
from experiments.setup.progress import Progress

ROOT = Path(__file__).parents[2]


def ensure(checkout: Checkout, progress: Progress) -> None:
    """Install what is missing, one set-up at a time; raises SetupError."""
    with _alone(checkout, progress) as lock_file:
        packages = not checkout.is_ready()
        if packages:
            checkout.require_own()
        jars = read_lock(KAFKA_LOCK)
        folder = default_folder()
        absent = missing(jars, folder)
        if packages or absent:
            size = needs.figures(sum(jar.size for jar in jars), needs.platform_key())
            progress.say(needs.announcement(size, packages, bool(absent)))
            needs.check_room(needs.room_for(size, checkout.root, folder, packages))
        if packages:
            environment.build(checkout, progress, lock_file)
        _fetch_jars(checkout, lock_file)
        if packages or absent:
            progress.say("Set-up is done.")


def _fetch_jars(checkout: Checkout, lock_file: IO[str]) -> None:
    """The environment's own Python fetches them, and says itself what went wrong."""
    code = environment.run(
        [checkout.python, "-m", "experiments.setup.fetch_jars"], lock_file, checkout.root
    )
    if code == STOPPED:
        raise KeyboardInterrupt
    if code:
        raise SystemExit(code)


@contextmanager
def _alone(checkout: Checkout, progress: Progress) -> Iterator[IO[str]]:
    """Hold the lock that a set-up's children inherit, so that a killed one's pip is waited for."""
    checkout.cache.mkdir(exist_ok=True)
    with (checkout.cache / "setup.lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("Another set-up of this folder is running; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _stop(_number: int, _frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Exit code 0 when all is there; otherwise one line and 1, or 130 when stopped."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        with suppress(ValueError):
            signal.signal(number, _stop)
    progress, checkout = Progress(sys.stderr), Checkout(ROOT)
    try:
        ensure(checkout, progress)
    except SetupError as error:
        progress.say(f"cleave set-up: {error}")
        return 1
    except OSError as error:
        progress.say(f"cleave set-up: {explain(error, checkout.written)}")
        return 1
    except KeyboardInterrupt:
        progress.say("Set-up stopped; the next call goes on from here.")
        return STOPPED
    return 0
