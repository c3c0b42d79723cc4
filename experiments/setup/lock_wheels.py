"""Writes wheels.lock anew, from the same resolution as pylock.toml (PEP 751), which names files.

For maintainers (`make lock`). Addresses are left behind: only the files' names are kept.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from experiments.setup.wheels import LOCK, text_of


def wheels_in(pylock: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Sha256 and file name of each wheel. KeyError for one without."""
    for package in pylock["packages"]:
        for wheel in package.get("wheels", ()):
            yield wheel["hashes"]["sha256"], _name_of(wheel)


def _name_of(wheel: Mapping[str, Any]) -> str:
    """By PEP 751 it may be left to the address, or to the path, to say it."""
    if "name" in wheel:
        return str(wheel["name"])
    address = str(wheel.get("url") or wheel["path"])
    return unquote(urlsplit(address).path.rpartition("/")[2])


def main(pylock: Path) -> int:
    """Read, write."""
    found = dict(wheels_in(tomllib.loads(pylock.read_text(encoding="utf-8"))))
    LOCK.write_text(text_of(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
