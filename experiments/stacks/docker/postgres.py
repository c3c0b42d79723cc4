"""The container of a part's PostgreSQL server: the official image, with the lab's settings."""

from pathlib import Path
from typing import Final

from experiments.budget import Budget
from experiments.stacks.docker.box import Box
from experiments.stacks.docker.names import INSIDE
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.postgres import ADMIN, settings
from experiments.stacks.local.process import Probe
from experiments.topology import Topology

DATA: Final = "/pgdata"
"""Outside the volume that the image declares: so that a container may be kept as an image with its
data in it, and each start begins with a copy of that which costs nothing."""
FULL: Final = "full"
"""A file of this name in the server's folder: no file of the server may grow, from its start on."""
GATE: Final = f'test ! -e {INSIDE}/{FULL} || ulimit -S -f 0; exec docker-entrypoint.sh "$@"'
FILL: Final = 'for each in /proc/[0-9]*; do prlimit --pid "${each#/proc/}" --fsize="$1": ; done'
"""Of all that runs in the container; what it starts later has it as well."""
OWNER: Final = "postgres"
"""As whom the image's server runs; only that user may limit it."""
_NOT_OURS: Final = ("unix_socket_directories", "listen_addresses")
"""Left to the image: its entrypoint prepares the data by the socket."""


def database_box(
    topology: Topology,
    part: str,
    image: str,
    port: int,
    budget: Budget,
    passwords: Passwords,
    folder: Path,
) -> Box:
    """`folder` is what the server shares with the lab."""
    return Box(
        name=database_name(part),
        group=database_name(part),
        image=image,
        entrypoint=("sh", "-c", GATE, "sh"),
        command=("postgres", "-p", str(port), *arguments(topology, budget)),
        environment={
            "PGDATA": DATA,
            "POSTGRES_PASSWORD": passwords.of(ADMIN, part),
            "POSTGRES_INITDB_ARGS": "--wal-segsize=1 --no-locale --encoding=UTF8",
        },
        ports=(port,),
        probe=Probe("postgres", port),
        shares={INSIDE: (str(folder), "ro")},
    )


def settings_of(topology: Topology, budget: Budget) -> dict[str, str]:
    """Of one of the arm's servers; see `settings`. It listens to all of its network."""
    lines = settings(budget.database.per_server(len(topology.parts))).splitlines()
    pairs = (line.partition("=") for line in lines)
    named = {key.strip(): value.strip(" '") for key, _, value in pairs}
    kept = {key: value for key, value in named.items() if key not in _NOT_OURS}
    return {"listen_addresses": "*", **kept}


def arguments(topology: Topology, budget: Budget) -> tuple[str, ...]:
    """The same for the command line."""
    named = settings_of(topology, budget).items()
    return tuple(word for key, value in named for word in ("-c", f"{key}={value}"))


def fill_command(full: bool) -> tuple[str, ...]:
    """To be run in the container of a server, as OWNER."""
    return ("sh", "-c", FILL, "sh", "0" if full else "unlimited")
