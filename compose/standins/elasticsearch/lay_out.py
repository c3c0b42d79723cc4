"""Sorts the jars as the server wants them: those of its HTTP transport are a module with a
description, the rest is the class path.

    python lay_out.py JARS HOME
"""

import shutil
import sys
import zipfile
from pathlib import Path

MODULE = "transport-netty4"
DESCRIPTION = "plugin-descriptor.properties"


def describe(jar: Path) -> str:
    """From the jar itself, without the line that would make it a module of Java as well."""
    with zipfile.ZipFile(jar) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(DESCRIPTION))
        lines = archive.read(name).decode().splitlines()
    return "".join(f"{line}\n" for line in lines if not line.startswith("modulename"))


def main() -> None:
    jars, home = map(Path, sys.argv[1:])
    module, library = home / "modules" / MODULE, home / "lib"
    for folder in (module, library, home / "classes"):
        folder.mkdir(parents=True)
    for jar in sorted(jars.glob("*.jar")):
        is_of_module = jar.name.startswith(("netty-", MODULE))
        shutil.copy(jar, module if is_of_module else library)
        if jar.name.startswith(MODULE):
            (module / DESCRIPTION).write_text(describe(jar))


if __name__ == "__main__":
    main()
