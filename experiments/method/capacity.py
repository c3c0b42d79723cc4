"""How the replicas of an arm are run: how many of each part, the CPU that each may use, and how
much of what clients ask for they record as traces."""

from collections.abc import Callable

from experiments.method.steps import Limit, Sampling, Scale
from experiments.stacks.protocol import Stack


class Capacity:
    """`wanted` says how many replicas a part has for a multiple of the load."""

    def __init__(self, stack: Stack, wanted: Callable[[float], int]) -> None:
        self._stack = stack
        self._topology = stack.topology
        self._wanted = wanted
        self._usual = self.replicas()
        self._limited: set[str] = set()
        self._sampling = False

    def replicas(self) -> dict[str, int]:
        """How many of each part there are now."""
        return {part.name: self._stack.replicas(part.name) for part in self._topology.parts}

    def do(self, step: Scale | Limit | Sampling) -> None:
        """To the part that hosts the feature, if it names one. Raises StackError."""
        if isinstance(step, Sampling):
            self._sampling = True
            self._stack.sample_traces(step.percent)
            return
        part = self._topology.part_of(step.feature).name
        if isinstance(step, Scale):
            self._scale(part, self._wanted(step.times))
        else:
            self._limited.add(part)
            self._stack.limit_cpu(part, step.cores)

    def lift_limits(self) -> None:
        """Raises StackError."""
        for part in sorted(self._limited):
            self._stack.limit_cpu(part, None)

    def scale_back(self) -> None:
        """To what there was at first. Raises StackError."""
        for part, count in self._usual.items():
            self._scale(part, count)

    def sample_as_before(self) -> None:
        """As when the arm was started. Raises StackError."""
        if self._sampling:
            self._stack.sample_traces(None)
            self._sampling = False

    def _scale(self, part: str, count: int) -> None:
        if self._stack.replicas(part) != count:
            self._stack.scale(part, count)
