"""Does single steps to an arm through its stack, and can undo all of them."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.artefacts.release import BASE, Release
from experiments.faults.cpu_burn import cpu_burn
from experiments.method.steps import (
    Ask,
    Clear,
    Deploy,
    FlagOn,
    Inject,
    Limit,
    Outside,
    Probe,
    RollBack,
    Scale,
    Step,
    Way,
    Work,
)
from experiments.releases.compose import combined, reverted
from experiments.releases.flag import FORMER
from experiments.stacks.protocol import Stack

HEALTHY_S = 60.0


class Hands:
    """`facts` are the answers of probes so far, by their names."""

    def __init__(
        self,
        stack: Stack,
        base: Release,
        set_outside: Callable[[Mapping[str, Any]], None],
        replicas: Callable[[float], int],
        ask: Callable[[Probe, str], bool],
    ) -> None:
        self.facts: dict[str, bool] = {}
        self._stack = stack
        self._topology = stack.topology
        self._base = base
        self._set_outside = set_outside
        self._wanted = replicas
        self._ask = ask
        self._usual = self.replicas()
        self._released = BASE
        self._forward: Release | None = None
        self._building_s = 0.0
        self._deployed: dict[str, Release] = {}
        self._switched: set[str] = set()
        self._limited: set[str] = set()
        self._outside_changed = False

    def replicas(self) -> dict[str, int]:
        """How many of each part there are now."""
        return {part.name: self._stack.replicas(part.name) for part in self._topology.parts}

    def do(self, step: Step) -> float:
        """Returns when it is done, with the seconds that building artefacts took of that.
        Raises StackError."""
        before_s = self._building_s
        match step:
            case Inject() | Clear() | Work() | FlagOn():
                self._switch(*switching(step))
            case Deploy(release, forward):
                self._forward = forward
                self._deploy_all(release)
            case RollBack(feature, way):
                self._roll_back(feature, way)
            case Scale() | Limit():
                self._size(step)
            case Outside(behaviour):
                self._outside_changed = True
                self._set_outside(behaviour)
            case Ask(name, probe):
                self.facts[name] = self._ask(probe, self._stack.gateway_url)
            case _:
                raise TypeError(f"{type(step).__name__} is no step to do")
        return self._building_s - before_s

    def put_back(self) -> None:
        """The arm as it was before the first step, all of it healthy; only migrations stay. What
        ran before is deployed when it can work on them again. Raises StackError."""
        for part in sorted(self._limited):
            self._stack.limit_cpu(part, None)
        if self._forward:
            self._deploy_all(self._forward)
        for part, release in self._deployed.items():
            if release is not self._base:
                self._stack.deploy(part, self._base)
        for feature in sorted(self._switched):
            self._stack.switch(feature, None)
        for part, count in self._usual.items():
            if self._stack.replicas(part) != count:
                self._stack.scale(part, count)
        self._stack.wait_healthy(HEALTHY_S)

    def let_go(self) -> None:
        """What outlives the arm is as it was, whatever happened."""
        if self._outside_changed:
            self._set_outside({})

    def _host(self, feature: str) -> str:
        return self._topology.part_of(feature).name

    def _switch(self, feature: str, setting: Mapping[str, Any] | None) -> None:
        self._switched.add(feature)
        self._stack.switch(feature, setting)

    def _size(self, step: Scale | Limit) -> None:
        part = self._host(step.feature)
        if isinstance(step, Limit):
            self._limited.add(part)
            self._stack.limit_cpu(part, step.cores)
        elif self._stack.replicas(part) != (wanted := self._wanted(step.times)):
            self._stack.scale(part, wanted)

    def _deploy_all(self, release: Release) -> None:
        self._released = release
        full = combined(self._base, release)
        changed = {self._host(change.feature) for change in release.changes}
        for part in self._topology.parts:
            if part.name in changed:
                self._deploy(part.name, full)

    def _deploy(self, part: str, release: Release) -> None:
        self._deployed[part] = release
        self._building_s += self._stack.deploy(part, release).built_s

    def _roll_back(self, feature: str, way: Way) -> None:
        part = self._host(feature)
        match way:
            case "artefact":
                self._deploy(part, self._base)
            case "revert build":
                self._deploy(part, combined(self._base, reverted(self._released, feature)))
            case "feature flag":
                self._switch(feature, FORMER)
            case "roll forward":
                assert self._forward, "the release was deployed without a way forward"
                self._deploy(part, combined(self._base, self._forward))
                self._forward = None


def switching(step: Inject | Clear | Work | FlagOn) -> tuple[str, Mapping[str, Any] | None]:
    """The feature whose switch the step sets, and what to; None is off."""
    match step:
        case Inject(fault):
            return fault.feature, fault.setting
        case Work(feature, methods, ms) if ms:
            return feature, cpu_burn(feature, ms, methods).setting
    return step.feature, None
