"""The doors through which a comparison reaches arms, load, tables and machine.

The real ones are put together in `cli/real_lab.py`; tests put fakes behind the same doors.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from experiments.checks.conformance.conformity import Conformity
from experiments.checks.invariants.fetch import AuditUrl
from experiments.checks.invariants.settle import Settled
from experiments.method.looking import AskOutside
from experiments.method.steps import Probe
from experiments.method.survey import Survey
from experiments.method.tools import RunningLoad
from experiments.stacks.local.cores import Split
from experiments.stacks.protocol import Ability, Stack
from experiments.topology import Topology
from experiments.trials.machine import Reading
from experiments.workload.plan import LoadPlan

Say = Callable[[str], None]


class OpenStack(Protocol):
    def __call__(self, topology: Topology, say: Say, without: Collection[str] = (), /) -> Stack:
        """A stack that is not started; its arm will be without these protections."""
        ...


@dataclass(frozen=True)
class Lab:
    """Functions, so that each can be replaced alone. `unable` is what the stacks cannot do on this
    machine, each with a line that says why; `proportional`, whether they count memory that
    processes share once."""

    open_stack: OpenStack
    unable: Mapping[Ability, str]
    start_load: Callable[[LoadPlan, Path, Collection[int]], RunningLoad]
    set_outside: Callable[[Mapping[str, Any]], None]
    ask_outside: AskOutside
    read_settled: Callable[[AuditUrl, Say], Settled]
    conform: Callable[[str, int, Say], Conformity]
    differences: Callable[[Conformity, Conformity], tuple[str, ...]]
    read_machine: Callable[[Path], Reading]
    await_quiet: Callable[[Path], bool]
    describe: Callable[[], Mapping[str, Any]]
    cores: Split
    proportional: bool
    client_timeout_s: float
    ask: Callable[[Probe, str], float]
    surveying: Callable[[AuditUrl], AbstractContextManager[Survey]]
    pause: Callable[[float], None]
