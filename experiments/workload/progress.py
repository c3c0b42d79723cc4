"""How far a load is: a small file the generator replaces and whoever started it reads."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "progress.json"


@dataclass(frozen=True)
class Progress:
    """`monotonic_s` is when the load starts or started, on the machine's monotonic clock."""

    monotonic_s: float
    elapsed_s: float
    total_s: float
    sent: int
    done: int
    good: int

    def write(self, folder: Path) -> None:
        draft = folder / (FILE + ".draft")
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(folder / FILE)


def read_progress(folder: Path) -> Progress | None:
    """None while the load has not begun."""
    try:
        return Progress(**json.loads((folder / FILE).read_text()))
    except FileNotFoundError:
        return None
