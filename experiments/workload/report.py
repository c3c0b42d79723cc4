"""What the generator says about itself when a load is over."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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

    @property
    def cpu_ms_per_arrival(self) -> float:
        return 1000 * self.cpu_s / max(1, self.samples)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"cpu_ms_per_arrival": self.cpu_ms_per_arrival}

    def write(self, folder: Path) -> None:
        """Last of all files, and at once: a load with a report has everything else."""
        draft = folder / (FILE + ".draft")
        draft.write_text(json.dumps(self.as_json(), indent=2) + "\n")
        draft.replace(folder / FILE)


def read_report(folder: Path) -> GeneratorReport:
    """Raises FileNotFoundError if the load did not end well enough to write one."""
    body = json.loads((folder / FILE).read_text())
    del body["cpu_ms_per_arrival"]
    cores = body.pop("cores")
    objections = tuple(body.pop("objections"))
    return GeneratorReport(
        cores=None if cores is None else tuple(cores), objections=objections, **body
    )
