"""Copies a template by a process of the arm: no copy outlives the lab that wanted it."""

from pathlib import Path
from typing import Final

from experiments.stacks.local.accounts import LAB
from experiments.stacks.local.client import Client
from experiments.stacks.local.process import ProcessSpec, base_environment

COPY_S: Final = 120.0


def copy_under(client: Client, name: str, source: Path, target: Path) -> None:
    """Copies a folder or file with owners, modes and times; `target` must not exist.

    StackError with what the system said, for example that no space is left.
    """
    process = f"{name}.copy"
    spec = ProcessSpec(
        name=process,
        group=LAB,
        argv=("cp", "-a", str(source), str(target)),
        environment=base_environment(client.folder),
        folder=str(client.folder),
        log=str(client.folder / "logs" / f"{process}.log"),
        once=True,
    )
    client.run(spec, COPY_S)
