"""Which file each package is installed from on which platform, by wheels.lock and its names. Pure.

requirements.lock pins hashes, and a hash does not say what it is one of. wheels.lock says it: a
line a wheel, its sha256 and its file's name, written with the lock. Read together they tell,
without a network, whether all that is pinned can be installed from a wheel on each platform.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

LOCK: Final = Path(__file__).with_name("wheels.lock")
HEAD: Final = "# The wheels of requirements.lock: sha256 and file name. Written by `make lock`.\n"
HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
OLDEST_GLIBC, OLDEST_MACOS = (2, 31), (15, 0)
"""What the README promises."""


@dataclass(frozen=True)
class Platform:
    """As markers name it, and the platform tags of the wheels that it takes."""

    sys_platform: str
    system: str
    machine: str
    tags: tuple[str, ...]

    def environment(self, python: str) -> dict[str, str]:
        """What markers are held against."""
        return {
            "sys_platform": self.sys_platform,
            "platform_system": self.system,
            "platform_machine": self.machine,
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": python,
            "python_full_version": f"{python}.1",
        }

    def takes(self, python: str) -> frozenset[Tag]:
        """Of a wheel any of these."""
        major, minor = map(int, python.split("."))
        name = f"cp{major}{minor}"
        own = cpython_tags((major, minor), [name], self.tags)
        return frozenset((*own, *compatible_tags((major, minor), name, self.tags)))


def _manylinux(machine: str) -> tuple[str, ...]:
    """PEP 600's, and the names of older ones that stand for some of them."""
    newest = OLDEST_GLIBC[1]
    before_2014 = ("manylinux2010", "manylinux1") if machine == "x86_64" else ()
    old = ("manylinux2014", *before_2014)
    perennial = (f"manylinux_2_{minor}_{machine}" for minor in range(newest, 4, -1))
    return (*perennial, *(f"{name}_{machine}" for name in old), f"linux_{machine}")


PLATFORMS: Final[Mapping[str, Platform]] = MappingProxyType(
    {
        "linux-x86_64": Platform("linux", "Linux", "x86_64", _manylinux("x86_64")),
        "linux-arm64": Platform("linux", "Linux", "aarch64", _manylinux("aarch64")),
        "darwin-arm64": Platform(
            "darwin", "Darwin", "arm64", tuple(mac_platforms(OLDEST_MACOS, "arm64"))
        ),
    }
)


@dataclass(frozen=True)
class Pin:
    """A requirement of the lock, and its hashes."""

    requirement: Requirement
    hashes: frozenset[str]

    def is_of(self, filename: str) -> bool:
        """Whether the wheel is one of the pinned version."""
        name, version, _, _ = parse_wheel_filename(filename)
        same = canonicalize_name(self.requirement.name) == name
        return same and self.requirement.specifier.contains(version, prereleases=True)


def pins(lock: str) -> tuple[Pin, ...]:
    """All that requirements.lock pins, by its text: a requirement at the beginning of a line."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock)
    return tuple(
        Pin(Requirement(block.partition(" \\")[0]), frozenset(HASH.findall(block)))
        for block in blocks
    )


def read_wheels(text: str) -> Mapping[str, str]:
    """File names by their sha256."""
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return dict(rows)


def text_of(wheels: Mapping[str, str]) -> str:
    """Sorted by name, so that a change shows as few lines as it has."""
    rows = sorted((filename, digest) for digest, filename in wheels.items())
    return HEAD + "".join(f"{digest} {filename}\n" for filename, digest in rows)


def lacking(
    pins: Iterable[Pin], wheels: Mapping[str, str], platform: Platform, python: str
) -> Iterator[str]:
    """The packages that could not be installed there from a wheel that is pinned, by name."""
    here, takes = platform.environment(python), platform.takes(python)
    for pin in pins:
        marker = pin.requirement.marker
        if marker is not None and not marker.evaluate(here):
            continue
        if not any(_fits(pin, wheels[each], takes) for each in pin.hashes if each in wheels):
            yield f"{pin.requirement.name}{pin.requirement.specifier}"


def _fits(pin: Pin, filename: str, takes: Collection[Tag]) -> bool:
    _, _, _, tags = parse_wheel_filename(filename)
    return pin.is_of(filename) and any(tag in takes for tag in tags)
