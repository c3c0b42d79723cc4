"""The supervisor's process: a session of its own, ended by whoever asks or with the lab.

Its standard input is the lab's lifeline: when the lab dies, by Ctrl-C or kill -9, it closes, and
the supervisor ends everything and itself. `cleave up` cuts the lifeline in peace by asking for
`release`.

    python -m experiments.stacks.local.supervisor_main FOLDER FIRST_S LIMIT_S GOOD_AFTER_S
"""

import asyncio
import signal
import sys
from pathlib import Path

from experiments.budget import Restarts
from experiments.stacks.local.control import serve_control
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.memory_limit import CHECK_EVERY_S
from experiments.stacks.local.supervisor import Supervisor
from experiments.stacks.local.system import adopt_orphans


async def _run(folder: Path, rule: Restarts) -> None:
    loop = asyncio.get_running_loop()
    supervisor = Supervisor(folder, rule)
    loop.add_signal_handler(signal.SIGCHLD, supervisor.reap)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, supervisor.over.set)
    watches = [
        loop.create_task(_watch_lifeline(supervisor)),
        loop.create_task(_watch_memory(supervisor)),
    ]
    server = await serve_control(supervisor, folder / "supervisor.sock")
    await supervisor.over.wait()
    server.close()
    for watch in watches:
        watch.cancel()
    await supervisor.end_all()
    remove_folder(folder)


async def _watch_memory(supervisor: Supervisor) -> None:
    while True:
        await asyncio.sleep(CHECK_EVERY_S)
        supervisor.enforce_memory()


async def _watch_lifeline(supervisor: Supervisor) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    if supervisor.leased:
        supervisor.over.set()


def main() -> None:
    """The process's only entry."""
    folder, *rule = sys.argv[1:]
    adopt_orphans()
    asyncio.run(_run(Path(folder), Restarts(*(float(value) for value in rule))))


if __name__ == "__main__":
    main()
