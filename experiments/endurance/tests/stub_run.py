"""A short run of nothing, which does what its seed says: `python -m ... ARM SEED FOLDER`."""

import signal
import subprocess
import sys
from pathlib import Path

from experiments.endurance.stages import Stage, reached

ENDS, LEAVES_A_PROCESS, BREAKS, WAITS, SHUTS_DOWN = range(5)


def main() -> None:
    _, seed, folder = sys.argv[1:]
    if int(seed) != SHUTS_DOWN:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    for stage in Stage:
        reached(Path(folder), stage)
    if int(seed) == LEAVES_A_PROCESS:
        subprocess.Popen(["sleep", "60"], start_new_session=True)
    if int(seed) == BREAKS:
        sys.exit("it broke")
    if int(seed) in (WAITS, SHUTS_DOWN):
        signal.pause()


if __name__ == "__main__":
    main()
