"""A stack whose acts are told: a fault, a release or a scaling is annotated when it is done.

It stands before any stack, so that neither arms nor experiments know of it.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from experiments.artefacts.release import Release
from experiments.backends.annotation import Action, Annotation, Category
from experiments.stacks.protocol import Deployment, Link, Stack, Target

Tell = Callable[[Annotation], None]


def annotated(stack: Stack, tell: Tell) -> Stack:
    """The stack; all that it does it does as ever."""
    return cast(Stack, _Annotated(stack, tell))


class _Annotated:
    """What is not told of goes straight to the stack."""

    def __init__(self, stack: Stack, tell: Tell) -> None:
        self._stack = stack
        self._tell = tell
        self._arm = stack.topology.name
        self._on: set[str] = set()
        self._switched: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stack, name)

    def kill(self, target: Target, stays_down: bool = False) -> None:
        at = _now()
        self._stack.kill(target, stays_down)
        if stays_down:
            self._fault(at, Action.BEGINS, f"{_name(target)} down")
        else:
            self._fault(at, Action.HAPPENS, f"{_name(target)} killed")

    def restart(self, target: Target) -> None:
        at = _now()
        self._stack.restart(target)
        down = f"{_name(target)} down"
        if down in self._on:
            self._fault(at, Action.ENDS, down)
        else:
            self._fault(at, Action.HAPPENS, f"{_name(target)} restarted")

    def pause(self, target: Target) -> None:
        at = _now()
        self._stack.pause(target)
        self._fault(at, Action.BEGINS, f"{_name(target)} paused")

    def resume(self, target: Target) -> None:
        at = _now()
        self._stack.resume(target)
        self._fault(at, Action.ENDS, f"{_name(target)} paused")

    def read_only(self, part: str, on: bool) -> None:
        at = _now()
        self._stack.read_only(part, on)
        self._fault(at, _on(on), f"database of {part} read-only")

    def disk_full(self, part: str, full: bool) -> None:
        at = _now()
        self._stack.disk_full(part, full)
        self._fault(at, _on(full), f"disk of {part} full")

    def link(self, caller: str, feature: str, link: Link | None) -> None:
        at = _now()
        self._stack.link(caller, feature, link)
        self._fault(at, _on(link is not None), f"link from {caller} to {feature}")

    def switch(self, feature: str, setting: Mapping[str, object] | None) -> None:
        """What is put back ends by the name under which it began."""
        at = _now()
        self._stack.switch(feature, setting)
        if was := self._switched.pop(feature, ""):
            self._fault(at, Action.ENDS, was)
        if setting is not None:
            what = f"{setting.get('fault', 'flag')} of {feature}"
            self._fault(at, Action.BEGINS, what)
            self._switched[feature] = what

    def limit_cpu(self, part: str, cores: float | None) -> None:
        at = _now()
        self._stack.limit_cpu(part, cores)
        self._fault(at, _on(cores is not None), f"CPU of {part} limited")

    def scale(self, part: str, replicas: int) -> None:
        at = _now()
        self._stack.scale(part, replicas)
        self._told(at, Category.SCALE, Action.HAPPENS, f"{part} at {replicas} replicas")

    def deploy(self, part: str, release: Release) -> Deployment:
        at = _now()
        made = self._stack.deploy(part, release)
        self._told(at, Category.RELEASE, Action.HAPPENS, f"{release.name} of {part}")
        return made

    def _fault(self, at: datetime, action: Action, what: str) -> None:
        """What has not begun does not end: an experiment puts back more than it has changed."""
        if action is Action.ENDS and what not in self._on:
            return
        (self._on.add if action is Action.BEGINS else self._on.discard)(what)
        self._told(at, Category.FAULT, action, what)

    def _told(self, at: datetime, category: Category, action: Action, what: str) -> None:
        self._tell(Annotation(at, category, action, what, self._arm))


def _now() -> datetime:
    return datetime.now(UTC)


def _on(on: bool) -> Action:
    return Action.BEGINS if on else Action.ENDS


def _name(target: Target) -> str:
    """Replica(part="catalog", index=2) is "replica catalog 2"."""
    return " ".join((type(target).__name__.lower(), *map(str, vars(target).values())))
