"""How long the run will take: first as measured on the machine it was written on, then as seen.

The figures only feed the announced time and the time left; no result depends on them.
"""

from statistics import median

from experiments.compare.plan import Plan
from experiments.topology import Topology, topology_named

CONFORM_S = 20.0
QUIET_S = 1.0
FINISH_S = 2.5
PART_S = 1.0
BASE_S = 3.0


def start_s(topology: Topology) -> float:
    """A guess at the seconds from nothing to an arm that serves: every part has a database."""
    return BASE_S + PART_S * len(topology.parts)


class Agenda:
    """What is still to be done, and how long that will take. Reruns are not foreseen."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._seen: dict[str, list[float]] = {}
        self._conforming = list(plan.settings.arms)
        self._visits = [arm for block in plan.blocks for arm in block.order]

    def left_s(self) -> float:
        """Seconds until the end of everything that has not been done."""
        conforming = sum(self.conform_s(arm) for arm in self._conforming)
        return conforming + sum(self.visit_s(arm) for arm in self._visits)

    def conform_s(self, arm: str) -> float:
        return start_s(topology_named(arm)) + CONFORM_S

    def visit_s(self, arm: str) -> float:
        if arm in self._seen:
            return median(self._seen[arm])
        return QUIET_S + start_s(topology_named(arm)) + self._load_s()

    def rest_of_visit_s(self, arm: str) -> float:
        """From the start of the load until the visit is over."""
        return min(self._load_s(), self.visit_s(arm))

    def _load_s(self) -> float:
        return self._plan.settings.warmup_s + self._plan.settings.seconds + FINISH_S

    def conforms(self, arm: str) -> None:
        """The conformance suite begins on this arm."""
        self._conforming.remove(arm)

    def visits(self, arm: str) -> None:
        """A visit begins; one more than planned is a rerun."""
        if arm in self._visits:
            self._visits.remove(arm)

    def again(self, arms: tuple[str, ...]) -> None:
        """These visits have to be made once more."""
        self._visits.extend(arms)

    def visited(self, arm: str, seconds: float) -> None:
        """A visit has ended after so long."""
        self._seen.setdefault(arm, []).append(seconds)
