"""Watches the faults of a load, so that afterwards it can be said whether each was real."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType

from experiments.faults.fault import Fault
from experiments.faults.firing import firings
from experiments.faults.proof import Injection, prove
from experiments.faults.witness import Witness
from experiments.measure.observation import Mark
from experiments.method.steps import Clear, Inject, Step
from experiments.stacks.protocol import Stack

LOOK_EVERY_S = 0.25
SPARINGLY_S = 2.5
"""Where each look ends a process: a few are proof enough, and the shoppers' own calls are the
fault that is measured."""


class FaultWatch:
    """A context manager around the load: one witness for each feature that will fail."""

    def __init__(self, stack: Stack, faults: Iterable[Fault], timeout_s: float) -> None:
        self._stack = stack
        self._faults = tuple(faults)
        self._witnesses = {
            fault.feature: Witness(stack.gateway_url, fault.feature, timeout_s, LOOK_EVERY_S)
            for fault in self._faults
        }
        self._looking = ExitStack()

    def __enter__(self) -> "FaultWatch":
        for witness in self._witnesses.values():
            self._looking.enter_context(witness)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._looking.close()

    def before(self, step: Step) -> None:
        """This step is about to be done under the load."""
        match step:
            case Inject(fault) if fault.kills:
                self._witnesses[fault.feature].every_s = SPARINGLY_S
            case Clear(feature):
                self._witnesses[feature].every_s = LOOK_EVERY_S

    def unreal(self, marks: Sequence[Mark]) -> tuple[str, ...]:
        """Why a fault was not real, once the load is over; empty if all were."""
        reasons: list[str] = []
        for fault in self._faults:
            injected = _last(marks, "inject", f"{fault.name} {fault.feature}")
            cleared = _last(marks, "clear", fault.feature)
            injection = Injection(fault, injected.began_s, cleared.began_s)
            fired = firings(self._stack.fired(fault.feature))
            reasons += prove(injection, fired, self._witnesses[fault.feature].looks).reasons
        return tuple(reasons)


def _last(marks: Sequence[Mark], kind: str, about: str) -> Mark:
    return next(one for one in reversed(marks) if (one.kind, one.about) == (kind, about))
