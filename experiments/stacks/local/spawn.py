"""Starts one process of an arm: in its own session, logging to a file, dying with its parent."""

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

from experiments.stacks.local.full_disk import LIMIT, limits
from experiments.stacks.local.process import ProcessSpec
from experiments.stacks.local.system import before_exec


def spawn(
    spec: ProcessSpec, cores: frozenset[int] | None, full: bool = False
) -> "subprocess.Popen[bytes]":
    """The started process, leader of a process group of its own; to one whose disk is `full` no
    file takes a byte. OSError when it cannot be."""
    with Path(spec.log).open("ab") as log:
        return subprocess.Popen(
            spec.argv,
            cwd=spec.folder,
            env=dict(spec.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=spec.user,
            group=spec.owner_group,
            extra_groups=None if spec.user is None else [],
            preexec_fn=_before(cores, full),  # noqa: PLW1509 - the supervisor has one thread
        )


def _before(cores: frozenset[int] | None, full: bool) -> Callable[[], None]:
    prepare, wanted = before_exec(cores), limits(full)

    def act() -> None:
        prepare()
        if full:
            resource.setrlimit(LIMIT, wanted)

    return act
