"""What the generator says about itself when a load is over."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "generator.json"


@dataclass(frozen=True)
class GeneratorReport:
    """`wall_s` and `monotonic_s` are the load's start on both clocks; `cpu_s` is user and system
    time from there to the end. Lag covers the scored arrivals. `objections` is empty for a load
    that may be scored."""

    wall_s: float
    monotonic_s: float
    duration_s: float
    arrivals: int
    samples: int
    orders: int
    http_requests: int
    http_failures: int
    lag_p50_ms: float
    lag_p99_ms: float
    lag_max_ms: float
    cpu_s: float
    cores: tuple[int, ...] | None
    longest_gap_s: float
    was_suspended: bool
    stopped_by: str
    objections: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Last of all files, and at once: a load with a report has everything else."""
        draft = folder / (FILE + ".draft")
        draft.write_text(json.dumps(asdict(self), indent=2) + "\n")
        draft.replace(folder / FILE)


def read_report(folder: Path) -> GeneratorReport:
    """Raises FileNotFoundError if the load did not end well enough to write one."""
    body = json.loads((folder / FILE).read_text())
    cores = body.pop("cores")
    objections = tuple(body.pop("objections"))
    return GeneratorReport(
        cores=None if cores is None else tuple(cores), objections=objections, **body
    )
