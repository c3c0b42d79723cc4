"""What is deployed to an arm: a release, the ways back from it, and what ran before."""

from experiments.artefacts.release import BASE, Release
from experiments.method.steps import ByDeploying
from experiments.releases.compose import combined, reverted
from experiments.stacks.protocol import Stack


class Deployments:
    """`base` is what the arm was started with. `building_s` are the seconds that building artefacts
    has taken so far."""

    def __init__(self, stack: Stack, base: Release) -> None:
        self.building_s = 0.0
        self._stack = stack
        self._topology = stack.topology
        self._base = base
        self._released = BASE
        self._forward: Release | None = None
        self._deployed: dict[str, Release] = {}

    def deploy(self, release: Release, forward: Release | None = None) -> None:
        """To each part that the release changes, one after another. Raises StackError."""
        self._forward = forward
        self._deploy_all(release)

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
        for part, release in self._deployed.items():
            if release is not self._base:
                self._stack.deploy(part, self._base)

    def _deploy_all(self, release: Release) -> None:
        self._released = release
        full = combined(self._base, release)
        changed = {self._topology.part_of(change.feature).name for change in release.changes}
        for part in self._topology.parts:
            if part.name in changed:
                self._deploy(part.name, full)

    def _deploy(self, part: str, release: Release) -> None:
        self._deployed[part] = release
        self.building_s += self._stack.deploy(part, release).built_s
