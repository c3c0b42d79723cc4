"""Lays out in an image what its part needs: the content of the part's artefact, byte for byte as
the lab would, so that both give the same image. It runs inside the build; standard library only.

    python -m experiments.images.lay_out PART FOLDER

An artefact that the lab has laid out already, of a release perhaps, stands in `artefact/`.
"""

import compileall
import os
import py_compile
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from experiments.errors import LabError

OUTSIDE: Final = "outside"
"""The image of the outside world is made by the same pattern as those of the parts."""
READY: Final = "artefact"
READ_ONLY: Final = 0o444
PASSABLE: Final = 0o755
EPOCH: Final = (0.0, 0.0)


def content_named(part: str, root: Path) -> Mapping[str, bytes]:
    """By path, what belongs into the image of the part from the source tree `root`."""
    from experiments.artefacts.closure import files_of
    from experiments.artefacts.content import content_of
    from experiments.artefacts.release import BASE
    from experiments.artefacts.source import Source
    from experiments.topology import TOPOLOGIES

    if part == OUTSIDE:
        return files_of(Source(root, {}), ["experiments.outside.main"])
    for topology in TOPOLOGIES.values():
        for each in topology.parts:
            if each.name == part:
                return content_of(each, BASE, root)
    raise LabError(f"no part is named {part!r}")


def write(content: Mapping[str, bytes], folder: Path) -> None:
    for path, data in content.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def finish(folder: Path) -> None:
    """Compiles it, and takes from files and folders what differs from one build to the next."""
    checked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, stripdir=str(folder), quiet=1, invalidation_mode=checked)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(PASSABLE if path.is_dir() else READ_ONLY)
        os.utime(path, EPOCH)
    os.utime(folder, EPOCH)


def main() -> None:
    part, target = sys.argv[1:]
    folder, ready = Path(target), Path(READY)
    if ready.is_dir():
        shutil.copytree(ready, folder)
    else:
        write(content_named(part, Path.cwd()), folder)
    finish(folder)


if __name__ == "__main__":
    main()
