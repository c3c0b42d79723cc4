"""What the lab needs to know of a container before it is made, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from experiments.stacks.local.process import Probe

NOBODY: Final = "10001:10001"
"""Whom our own images run as; see compose/Dockerfile."""


@dataclass(frozen=True)
class Box:
    """One container: what to run, when it counts as ready, and what it serves then.

    It listens on `ports`, the same inside as on this machine's loopback. `shares` are folders of
    this machine by their place inside, each with "ro" or "rw". Without a `probe` it ends by itself.
    """

    name: str
    group: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[int, ...] = ()
    probe: Probe | None = None
    serves: tuple[str, ...] = ()
    held: bool = False
    entrypoint: tuple[str, ...] | None = None
    user: str | None = None
    read_only: bool = False
    memory_mb: int | None = None
    """Megabytes (10^6 bytes), above which the kernel kills."""
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    grace_s: int = 10
    """How long an orderly end may take before SIGKILL, in seconds."""

    @property
    def address_port(self) -> int:
        """The port by which its address in the arm's network is found; 0 for one that serves
        nobody."""
        return self.ports[0] if self.ports else 0
