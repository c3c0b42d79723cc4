"""Asks a process whether it serves yet. Each probe answers within a second and never raises."""

import asyncio
import contextlib
import struct
from typing import Final

from experiments.stacks.local.process import Probe

TIMEOUT_S: Final = 1.0
POLL_S: Final = 0.05
_PROTOCOL_3: Final = 196608
_API_VERSIONS: Final = 18
_CORRELATION: Final = b"look"
_AMQP: Final = b"AMQP\x00\x00\x09\x01"
_START: Final = b"\x01\x00\x00"


async def until_answers(probe: Probe) -> None:
    """Returns when the process behind the probe serves."""
    while not await answers(probe):
        await asyncio.sleep(POLL_S)


async def answers(probe: Probe) -> bool:
    """Whether the process behind the probe serves now."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await _ask(probe)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False


async def _ask(probe: Probe) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", probe.port)
    try:
        if probe.kind == "http":
            writer.write(_http_request(probe.path))
            return b" 200 " in (await reader.readline())
        if probe.kind == "postgres":
            writer.write(_startup_message())
            return await reader.readexactly(1) == b"R"
        if probe.kind == "kafka":
            writer.write(_versions_request())
            return (await reader.readexactly(8))[4:] == _CORRELATION
        if probe.kind == "amqp":
            writer.write(_AMQP)
            return await reader.readexactly(3) == _START  # a method, on channel 0
        return True
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _http_request(path: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "", "")
    return "\r\n".join(lines).encode()


def _startup_message() -> bytes:
    """As pg_isready does it: 'R' asks for a password (it serves), 'E' says it starts up.

    PostgreSQL's documentation, "Message Formats", StartupMessage.
    """
    body = struct.pack("!i", _PROTOCOL_3) + b"user\0postgres\0database\0postgres\0\0"
    return struct.pack("!i", len(body) + 4) + body


def _versions_request() -> bytes:
    """ApiVersions, version 0, which every broker answers before anything else; what comes back is a
    length and the correlation id that was sent.

    Kafka's documentation, "Kafka protocol guide", request header v1.
    """
    body = struct.pack("!hh", _API_VERSIONS, 0) + _CORRELATION + struct.pack("!h", -1)
    return struct.pack("!i", len(body)) + body
