"""Waits until nobody talks to a replica any more, by its own container's table of connections."""

import time
from typing import Final

from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.local.fleet import Member
from experiments.stacks.protocol import StackError

POLL_S: Final = 0.02
ESTABLISHED: Final = "01"
"""See the kernel's include/net/tcp_states.h."""


def wait_drained(keeper: Keeper, member: Member, longest_s: float) -> None:
    """Returns when no connection to the replica's port is open, or after `longest_s`: the gateway
    has answered by then to whoever waited. One that has died has none."""
    end = time.monotonic() + longest_s
    while time.monotonic() < end:
        try:
            table = keeper.execute(member.name, ("cat", "/proc/net/tcp"))
        except StackError:
            return
        if not is_asked(table.decode(errors="replace"), member.port):
            return
        time.sleep(POLL_S)


def is_asked(table: str, port: int) -> bool:
    """Whether the text of /proc/net/tcp tells of somebody who is connected to the port."""
    for line in table.splitlines()[1:]:
        _, local, _, state, *_ = line.split()
        if state == ESTABLISHED and int(local.rpartition(":")[2], 16) == port:
            return True
    return False
