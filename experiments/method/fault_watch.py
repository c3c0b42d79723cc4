"""Watches the faults of a load, so that afterwards it can be said whether each was real."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Final

from experiments.faults.fault import Fault
from experiments.faults.firing import Firing
from experiments.faults.proof import Injection, prove, still_shows
from experiments.faults.witness import See, Witness
from experiments.measure.observation import Mark
from experiments.method.naming import about
from experiments.method.steps import Clear, Inject, Step

LOOK_EVERY_S = 0.25
SPARINGLY_S = 2.5
"""Where each look ends a process: a few are proof enough, and the shoppers' own calls are the
fault that is measured."""
PATIENCE_S: Final = 60.0
"""How long after its load a fault may still show: an arm that recovers slowly is no sign that the
fault was not taken back. How slowly, the load has measured."""


class FaultWatch:
    """A context manager around the load: one witness for each fault, `looking` at what it hits."""

    def __init__(
        self, faults: Iterable[Fault], looking: Callable[[Fault], AbstractContextManager[See]]
    ) -> None:
        self._watched = [(fault, Witness(looking(fault), LOOK_EVERY_S)) for fault in faults]
        self._looking = ExitStack()

    def __enter__(self) -> "FaultWatch":
        for _, witness in self._watched:
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
        for fault, witness in self._watched:
            match step:
                case Inject(injected) if injected == fault and fault.kills:
                    witness.every_s = SPARINGLY_S
                case Clear(feature) if feature == fault.feature:
                    witness.every_s = LOOK_EVERY_S

    def see_off(self, marks: Sequence[Mark], pause: Callable[[float], None]) -> None:
        """Returns when no fault shows any more, or when it has been patient for long enough."""
        for fault, witness in self._watched:
            injection = _injection(fault, marks)
            for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
                if not still_shows(injection, witness.looks):
                    break
                pause(LOOK_EVERY_S)

    def unreal(
        self, marks: Sequence[Mark], fired: Callable[[Fault], Sequence[Firing]]
    ) -> tuple[str, ...]:
        """Why a fault was not real, once the load is over; empty if all were."""
        reasons: list[str] = []
        for fault, witness in self._watched:
            reasons += prove(_injection(fault, marks), fired(fault), witness.looks).reasons
        return tuple(reasons)


def _injection(fault: Fault, marks: Sequence[Mark]) -> Injection:
    injected = _last(marks, "inject", about(Inject(fault)))
    cleared = next(
        one
        for one in marks
        if (one.kind, one.about) == ("clear", fault.feature) and one.began_s >= injected.began_s
    )
    return Injection(fault, injected.began_s, cleared.began_s)


def _last(marks: Sequence[Mark], kind: str, about: str) -> Mark:
    return next(one for one in reversed(marks) if (one.kind, one.about) == (kind, about))
