"""What is deployed to an arm: a release, the ways back from it, and what ran before."""

from experiments.artefacts.release import BASE, Release
from experiments.method.steps import ByDeploying, Deploy, InOrder
from experiments.releases.compose import combined, reverted
from experiments.stacks.protocol import Stack


class Deployments:
    """`base` is what the arm was started with. So far, `building_s` are the seconds that building
    artefacts has taken, and `made` is how many parts were deployed, each of them once a time."""

    def __init__(self, stack: Stack, base: Release) -> None:
        self.building_s = 0.0
        self.made = 0
        self._stack = stack
        self._topology = stack.topology
        self._features = {part.name: part.features for part in stack.topology.parts}
        self._base = base
        self._released = BASE
        self._forward: Release | None = None
        self._deployed: dict[str, Release] = {}

    def do(self, step: Deploy | InOrder) -> None:
        """To each part of which the release changes something, one after another; of several
        releases, one after another. Raises StackError."""
        match step:
            case Deploy(release, forward):
                self._forward = forward
                self._deploy_all(release)
            case InOrder(stages):
                self._forward = None
                are_apart = len(self._parts_of(step.release)) > 1
                for stage in stages if are_apart else (step.release,):
                    self._deploy_all(stage)

    def roll_back(self, feature: str, way: ByDeploying) -> None:
        """Takes back what the last release changed in `feature`, by a way that deploys something.
        Raises StackError."""
        part = self._topology.part_of(feature).name
        match way:
            case "artefact":
                self._deploy(part, self._base)
            case "revert build":
                self._deploy(part, combined(self._base, reverted(self._released, feature)))
            case "roll forward":
                assert self._forward, "the release was deployed without a way forward"
                self._deploy(part, combined(self._base, self._forward))
                self._forward = None

    def put_back(self) -> None:
        """What ran before runs everywhere; a schema that it cannot work on is mended beforehand.
        Raises StackError."""
        if self._forward:
            self._deploy_all(self._forward)
        for part in self._deployed:
            self._deploy(part, self._base)

    def _deploy_all(self, release: Release) -> None:
        self._released = release
        full = combined(self._base, release)
        for part in self._parts_of(release):
            self._deploy(part, full)

    def _parts_of(self, release: Release) -> tuple[str, ...]:
        """Those that host a feature which the release changes."""
        return tuple(part for part, hosted in self._features.items() if release.of(hosted))

    def _deploy(self, part: str, release: Release) -> None:
        """Not where the part runs just that: a release that holds the one before it leaves alone
        what it does not change."""
        hosted, running = self._features[part], self._deployed.get(part, self._base)
        if running.of(hosted) != release.of(hosted):
            self.building_s += self._stack.deploy(part, release).built_s
            self.made += 1
        self._deployed[part] = release
