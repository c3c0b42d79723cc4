"""What a performance needs beside the arm; real things or, in tests, fakes."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from experiments.checks.invariants.fetch import AuditUrl
from experiments.method.looking import AskOutside
from experiments.method.sizes import Sizes
from experiments.method.steps import Probe
from experiments.method.survey import Survey
from experiments.workload.plan import LoadPlan
from experiments.workload.progress import Progress
from experiments.workload.report import GeneratorReport


class RunningLoad(Protocol):
    """A load in progress; `experiments.workload.run.RunningLoad` is the real one."""

    @property
    def monotonic_s(self) -> float:
        """When it began or begins, on the machine's monotonic clock."""
        ...

    def elapsed_s(self) -> float: ...

    def progress(self) -> Progress | None:
        """How far it is, half a second ago at most; None while it has not begun."""
        ...

    def wait(self) -> GeneratorReport: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Tools:
    """What a performance needs beside the arm."""

    start_load: Callable[[LoadPlan, Path, Collection[int]], RunningLoad]
    load_cores: Collection[int]
    set_outside: Callable[[Mapping[str, Any]], None]
    ask_outside: AskOutside
    client_timeout_s: float
    sizes: Sizes
    warmup_s: float
    ask: Callable[[Probe, str], float]
    surveying: Callable[[AuditUrl], AbstractContextManager[Survey]]
    pause: Callable[[float], None]
    """Waits so many seconds; `time.sleep` is the real one."""
