"""Whether this system tells what memory a process has in proportion to who shares it (PSS)."""

import os
from pathlib import Path
from typing import Final

ROLLUP: Final = Path("/proc/self/smaps_rollup")


def tells_pss(rollup: Path = ROLLUP) -> bool:
    """Linux 4.14 and newer do, for one's own processes."""
    return os.access(rollup, os.R_OK)
