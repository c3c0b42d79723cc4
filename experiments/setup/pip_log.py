"""Reads what pip prints: progress while it runs, one clear line when it has failed."""

import re
from collections.abc import Sequence
from pathlib import Path

from experiments.setup.errors import disk_full

_COLLECTING = re.compile(r"^Collecting ([A-Za-z0-9_.\-]+)==")
_DOWNLOADING = re.compile(r"^\s+Downloading (\S+?\.whl)(?: \(([\d.]+ [kMG]?B)\))?")
_NOT_FOUND = re.compile(r"No matching distribution found for ([A-Za-z0-9_.\-]+)(==\S+)?")
_NOTHING = re.compile(r"satisfies the requirement ([A-Za-z0-9_.\-]+)\S* \(from versions: none\)")
_UNSUPPORTED = re.compile(r"ERROR: (\S+\.whl) is not a supported wheel on this platform")
_HASH_OF = re.compile(r"^\s+([A-Za-z0-9_.\-]+)==\S+ from ")
_LOCKED = re.compile(r"^[A-Za-z0-9_.\-]+==")
_ELSEWHERE = re.compile(r"(sys_platform == 'win32'|implementation_name == 'pypy')")
_ONLY_ON = re.compile(r" ; sys_platform == '(\w+)'")
_NETWORK = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "NameResolutionError",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Max retries exceeded",
    "ProxyError",
    "SSLError",
    "SSLCertVerificationError",
    "Connection aborted",
    "Network is unreachable",
    "Connection refused",
)
OFFLINE = (
    "cannot reach the package index: connect this machine, or name a mirror "
    "(PIP_INDEX_URL=... make setup) or a folder of wheels "
    "(PIP_NO_INDEX=1 PIP_FIND_LINKS=FOLDER make setup)"
)


class Steps:
    """Turns pip's lines into 'package 12 of 84: granian (6.1 MB)'."""

    def __init__(self, packages: int) -> None:
        self._packages = packages
        self._seen = 0
        self._name = ""

    def read(self, line: str) -> str | None:
        """The state to show after this line, or None when it changes nothing."""
        if match := _COLLECTING.match(line):
            self._seen += 1
            self._name = match.group(1)
            return self._text("")
        if match := _DOWNLOADING.match(line):
            return self._text(f" ({match.group(2)})" if match.group(2) else "")
        if line.startswith("Installing collected packages"):
            return f"all {self._seen} packages are here; unpacking"
        return None

    def _text(self, size: str) -> str:
        return f"package {self._seen} of {self._packages}: {self._name}{size}"


def reason(lines: Sequence[str], platform: str, fullest: Path) -> str:
    """Why pip failed, in one line, from everything it printed; `platform` names this machine,
    `fullest` where it had the least room."""
    text = "\n".join(lines)
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return disk_full(fullest)
    if "DO NOT MATCH THE HASHES" in text:
        names = [match.group(1) for line in lines if (match := _HASH_OF.match(line))]
        return (
            f"the download of {names[0] if names else 'a package'} does not match its checksum "
            "in requirements.lock; nothing of it was kept"
        )
    if any(sign in text for sign in _NETWORK):
        return OFFLINE
    if match := _NOTHING.search(text):
        return (
            f"the package index, or the folder of wheels, has no {match.group(1)} at all: see that "
            "it is reachable and whole (PIP_INDEX_URL, PIP_NO_INDEX and PIP_FIND_LINKS name it)"
        )
    if match := _UNSUPPORTED.search(text) or _NOT_FOUND.search(text):
        return (
            f"there is no wheel of {match.group(1)} for {platform}; the lab runs on Linux "
            "(glibc 2.31 or newer, x86-64 or arm64) and macOS 15 or newer (arm64); to try another "
            "Python: make setup PYTHON=python3.12"
        )
    return "pip failed"


def locked_names(lock: str, system: str) -> set[str]:
    """The packages a lock file names, less those that are not for `system` (a sys.platform)."""
    heads = [line for line in lock.splitlines() if _LOCKED.match(line)]
    return {line.partition("==")[0] for line in heads if _is_for(system, line)}


def _is_for(system: str, head: str) -> bool:
    only = _ONLY_ON.search(head)
    return not _ELSEWHERE.search(head) and (only is None or only.group(1) == system)
