"""The supervisor's ear: one JSON line asks, one JSON line answers, over a Unix socket."""

import asyncio
import dataclasses
import json
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from experiments.stacks.local.process import ProcessSpec

if TYPE_CHECKING:
    from experiments.stacks.local.supervisor import Supervisor

LINE_LIMIT: Final = 1 << 20
Answer = dict[str, Any]
Operation = Callable[["Supervisor", dict[str, Any]], Awaitable[Answer]]
_log = logging.getLogger(__name__)


async def serve_control(supervisor: "Supervisor", path: Path) -> asyncio.Server:
    """Listens on `path`, which only its owner may open."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        if line:
            writer.write(json.dumps(await _answer(supervisor, line)).encode() + b"\n")
            await writer.drain()
        writer.close()

    mask = os.umask(0o077)
    try:
        return await asyncio.start_unix_server(handle, path, limit=LINE_LIMIT)
    finally:
        os.umask(mask)


async def _answer(supervisor: "Supervisor", line: bytes) -> Answer:
    try:
        question = json.loads(line)
        return await OPERATIONS[question.pop("op")](supervisor, question)
    except Exception as error:  # noqa: BLE001 - the edge: whoever asked gets the reason
        _log.exception("a request failed")
        return {"error": f"{type(error).__name__}: {error}"}


async def _add(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.add(ProcessSpec.from_json(question["spec"]))
    return {}


async def _status(supervisor: "Supervisor", _: dict[str, Any]) -> Answer:
    named = supervisor.processes.items()
    return {
        "leased": supervisor.leased,
        "processes": {name: dataclasses.asdict(process.status()) for name, process in named},
    }


async def _kill(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    await supervisor.kill(question["name"], question["stays_down"])
    return {}


async def _restart(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    await supervisor.processes[question["name"]].restart()
    return {}


async def _pause(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.processes[question["name"]].pause()
    return {}


async def _resume(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.processes[question["name"]].resume()
    return {}


async def _fill(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.processes[question["name"]].fill(question["full"])
    return {}


async def _switch(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    return {"versions": supervisor.switch(question["enter"], question["leave"])}


async def _dismiss(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    await supervisor.dismiss(question["names"])
    return {}


async def _halt(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    await supervisor.processes[question["name"]].stop()
    return {}


async def _usage(supervisor: "Supervisor", _: dict[str, Any]) -> Answer:
    return {name: dataclasses.asdict(group) for name, group in supervisor.usage().items()}


async def _pin(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.pin(frozenset(question["arm"]), frozenset(question["own"]))
    return {}


async def _limit(supervisor: "Supervisor", question: dict[str, Any]) -> Answer:
    supervisor.limit_cpu(question["group"], question["cores"])
    return {}


async def _reset(supervisor: "Supervisor", _: dict[str, Any]) -> Answer:
    for process in supervisor.processes.values():
        process.reset_backoff()
    return {}


async def _release(supervisor: "Supervisor", _: dict[str, Any]) -> Answer:
    supervisor.leased = False
    return {}


async def _stop(supervisor: "Supervisor", _: dict[str, Any]) -> Answer:
    supervisor.over.set()
    return {"pid": os.getpid()}


OPERATIONS: Final[dict[str, Operation]] = {
    "add": _add,
    "status": _status,
    "kill": _kill,
    "restart": _restart,
    "pause": _pause,
    "resume": _resume,
    "fill": _fill,
    "switch": _switch,
    "dismiss": _dismiss,
    "halt": _halt,
    "usage": _usage,
    "pin": _pin,
    "limit": _limit,
    "reset": _reset,
    "release": _release,
    "stop": _stop,
}
