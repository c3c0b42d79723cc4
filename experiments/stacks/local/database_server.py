"""How a part's PostgreSQL server is run and watched."""

import signal
from pathlib import Path

from experiments.stacks.local.postgres import Postgres
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment


def database_name(part: str) -> str:
    """The process and group name of a part's database."""
    return f"{part}.database"


def server_spec(postgres: Postgres, part: str, data: Path, port: int) -> ProcessSpec:
    """The server over `data`, which lies in `<arm>/databases/`.

    In order it stops by SIGINT ("fast": open transactions end, data is flushed); at once by
    SIGQUIT, which still removes its shared memory.
    """
    arm = data.parent.parent
    name = database_name(part)
    return ProcessSpec(
        name=name,
        group=name,
        argv=(postgres.program("postgres"), "-D", str(data), "-p", str(port)),
        environment=base_environment(arm),
        folder=str(data.parent),
        log=str(arm / "logs" / f"{name}.log"),
        probe=Probe("postgres", port),
        stop_signal=signal.SIGINT,
        abort_signal=signal.SIGQUIT,
        user=postgres.user,
        owner_group=postgres.owner_group,
    )
