"""Fetches the backends for this machine: python -m experiments.backends"""

import sys

from experiments.backends.fetch import fetch
from experiments.errors import LabError
from experiments.setup.progress import Progress


def main() -> int:
    """Exit code 0 when all of them are there; else 1 after one line."""
    progress = Progress(sys.stderr)
    try:
        fetch(progress)
    except LabError as error:
        progress.say(f"cleave backends: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
