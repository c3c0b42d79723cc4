"""An arm's folder and supervisor: opened for a start, cleared before one and by `cleave down`."""

import shutil
from pathlib import Path

from experiments.budget import Restarts
from experiments.stacks.local.client import Client
from experiments.stacks.local.leftovers import kill_processes, processes_of, remove_folder
from experiments.stacks.local.lifeline import Lifeline, start_supervisor
from experiments.stacks.local.places import Places
from experiments.stacks.protocol import StackError


def open_arm(places: Places, name: str, rule: Restarts) -> tuple[Client, Lifeline]:
    """Makes the folder and starts the supervisor that will own the arm's processes."""
    folder = places.arm(name)
    for part in (folder, folder / "databases"):
        part.mkdir()
        part.chmod(0o711)
    return start_supervisor(folder, rule)


def clear_arm(places: Places, name: str, even_if_used: bool = False) -> bool:
    """Ends what an earlier command left of the arm, running or killed; says if there was any.

    StackError when another lab is using the arm now, unless `even_if_used`.
    """
    folder = places.arm(name)
    client = Client(folder)
    found = folder.exists()
    if found and not even_if_used and _in_use(client):
        raise StackError(
            f"another lab is using {name} now: let it end; `cleave down` would stop it"
        )
    if found and _listening(client):
        client.stop()
    found = kill_processes(folder) > 0 or found
    if processes_of(folder):
        raise StackError(f"processes of {name} resist kill -9: see {folder}")
    remove_folder(folder)
    return found


def end_arm(places: Places, name: str, lifeline: Lifeline | None) -> None:
    """Ends the arm and reaps its supervisor. Who interrupts this waits all the same, once: what he
    reads afterwards, that nothing is left running, is true then."""
    try:
        _end(places, name, lifeline)
    except KeyboardInterrupt:
        _end(places, name, lifeline)
        raise


def _end(places: Places, name: str, lifeline: Lifeline | None) -> None:
    clear_arm(places, name, even_if_used=True)
    if lifeline:
        lifeline.wait()


def save_logs(folder: Path, target: Path) -> None:
    """Copies the logs and spans of an arm into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    logs = folder / "logs"
    for log in [*logs.glob("*.log"), *logs.glob("*.jsonl"), folder / "supervisor.log"]:
        if log.exists():
            shutil.copyfile(log, target / log.name)


def _listening(client: Client) -> bool:
    try:
        client.leased()
    except StackError:
        return False
    return True


def _in_use(client: Client) -> bool:
    try:
        return client.leased()
    except StackError:
        return False
