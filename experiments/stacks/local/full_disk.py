"""A disk that is full to one process and its descendants, and to nobody else: none of their files
takes a byte more.

By the limit on the size of files (RLIMIT_FSIZE), which Linux sets on running processes, too. The
signal that comes with it is ignored by PostgreSQL, "so that ulimit violations work like disk full"
(postmaster.c). Where that differs from a disk that is really full: decision 27.
"""

import contextlib
import os
import resource
from collections.abc import Callable
from typing import Final

from experiments.stacks.local.families import growing_family

LIMIT: Final = resource.RLIMIT_FSIZE
Limits = tuple[int, int]
"""The one that counts, and how far the process itself may raise it."""


def can_fill() -> bool:
    """Whether this system lets one process limit another."""
    try:
        resource.prlimit(os.getpid(), LIMIT)
    except (AttributeError, OSError):
        return False
    return True


def limits(full: bool) -> Limits:
    """Of a process whose disk is full, or as they are in ours. The upper one stays: an ordinary
    user may not raise that again."""
    usual, most = resource.getrlimit(LIMIT)
    return (0, most) if full else (usual, most)


def fill(pid: int, full: bool, user: int | None, owner_group: int | None) -> None:
    """Fills the disk of the process and its descendants, or makes room; what they start later has
    it as they have. `user` and `owner_group` are theirs where those are not ours. OSError if the
    system does not let us."""
    wanted = limits(full)
    if user is None or owner_group is None:
        _limit(pid, wanted)
    else:
        _as_user(user, owner_group, lambda: _limit(pid, wanted))


def _limit(pid: int, wanted: Limits) -> None:
    for process in growing_family(pid):
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process.pid, LIMIT, wanted)


def _as_user(user: int, owner_group: int, act: Callable[[], None]) -> None:
    """By a child, which takes the place of a program of theirs: not even root may limit what
    another user runs, unless it has CAP_SYS_RESOURCE, and in most containers it has not."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(owner_group)
            os.setuid(user)
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        raise PermissionError("this system does not let the size of files be limited")
