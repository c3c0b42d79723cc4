"""The raw data of a load: one row per operation, compressed as it comes in."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from experiments.errors import LabError
from experiments.workload.scoring import Outcome

FILE = "samples.csv.gz"


class BrokenSamplesError(LabError):
    """The samples cannot be used; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One operation. Times count from the load's start (s) or the intended start (ms).

    `accept_ms` is the answer's latency, or how long the client waited when none came.
    `settle_ms` is None for a read, and for an order that was never seen final.
    `bytes` counts the bodies received.
    """

    index: int
    operation: str
    intended_s: float
    started_s: float
    lag_ms: float
    accept_ms: float
    settle_ms: float | None
    outcome: Outcome
    http_status: int
    order_id: str
    order_status: str
    order_reason: str
    bytes: int
    error: str


COLUMNS = tuple(field.name for field in fields(Sample))
_VALUES = attrgetter(*COLUMNS)


class SampleWriter:
    def __init__(self, folder: Path) -> None:
        self._file = gzip.open(folder / FILE, "wt", compresslevel=1, newline="")  # noqa: SIM115
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(COLUMNS)
        self.written = 0

    def write(self, sample: Sample) -> None:
        self._rows.writerow(
            f"{value:.6f}" if isinstance(value, float) else value for value in _VALUES(sample)
        )
        self.written += 1

    def close(self) -> None:
        self._file.close()


def read_samples(folder: Path, expected: int | None = None) -> tuple[Sample, ...]:
    """All samples by index; `expected` is how many the generator says it wrote.

    Raises BrokenSamplesError if the file is missing, cut short, damaged or not the one written.
    """
    path = folder / FILE
    try:
        with gzip.open(path, "rt", newline="") as file:
            samples = sorted(_rows(file, path), key=lambda sample: sample.index)
    except FileNotFoundError:
        raise BrokenSamplesError(f"{path}: no such file") from None
    except EOFError:
        raise BrokenSamplesError(f"{path}: cut short, the generator did not end well") from None
    except (OSError, zlib.error, csv.Error, UnicodeDecodeError) as error:
        raise BrokenSamplesError(f"{path}: damaged ({error})") from None
    if expected is not None and len(samples) != expected:
        raise BrokenSamplesError(f"{path}: {len(samples)} samples, but {expected} were written")
    return tuple(samples)


def _rows(file: Iterator[str], path: Path) -> Iterator[Sample]:
    rows = csv.reader(file)
    columns = tuple(next(rows, ()))
    if not columns:
        raise EOFError
    if columns != COLUMNS:
        raise BrokenSamplesError(f"{path}: its columns are not those of samples")
    for row in rows:
        try:
            yield _sample(row)
        except ValueError:
            raise BrokenSamplesError(f"{path}: line {rows.line_num} is not a sample") from None


def _sample(row: list[str]) -> Sample:
    (
        index,
        operation,
        intended,
        started,
        lag,
        accept,
        settle,
        outcome,
        status,
        *order,
        size,
        error,
    ) = row
    order_id, order_status, order_reason = order
    return Sample(
        int(index), operation, float(intended), float(started), float(lag), float(accept),
        float(settle) if settle else None, Outcome(outcome), int(status),
        order_id, order_status, order_reason, int(size), error,
    )  # fmt: skip
