"""How long the run will take, from what is still to be done.

The figures were measured on the machine this was written on. They only feed the announced time
and the time left; no result depends on them.
"""

from collections import Counter
from collections.abc import Iterator

from experiments.compare.plan import Block, Plan
from experiments.compare.planting import BLOCKS, COST, plants
from experiments.compare.visited_block import VisitedBlock
from experiments.method.experiment import Experiment
from experiments.pilot.pilot import needs_in
from experiments.pilot.search import CONFIRMING_S, FIRST_S
from experiments.topology import Topology, topology_named

CONFORM_S = 15.0
QUIET_S = 1.5
LOAD_S = 3.5
"""Of a load beyond its waits: starting the generator, its warm-up, its last answers."""

CHECKS_S = 1.0
FIRST_LOOKS = 1.5
"""Of the pilot for each need, on average; those that confirm the last of them follow."""

SCALE_S = 2.0
PART_S = 0.8
BASE_S = 2.0


def start_s(topology: Topology) -> float:
    """From nothing to an arm that serves: every part has a database."""
    return BASE_S + PART_S * len(topology.parts)


def experiment_s(experiment: Experiment) -> float:
    """One trial, checkers included."""
    return experiment.seconds + LOAD_S * experiment.loads + experiment.extra_s + CHECKS_S


class Agenda:
    """What is still to be done. Reruns are not foreseen; when they come they are added."""

    def __init__(
        self, plan: Plan, done: tuple[VisitedBlock, ...] = (), agreed: bool = False
    ) -> None:
        """`done` are blocks that an earlier run has visited; `agreed`: the conformance suite was
        passed before."""
        self._plan = plan
        arms = list(dict.fromkeys(plan.settings.arms))
        self._conforming = [] if agreed else list(arms)
        self._needs = len(needs_in(plan.settings))
        self._piloting = arms if self._needs else []
        blocks = plan.blocks[len(done) :]
        self._visits = [label for block in blocks for label in block.order]
        self._trials = Counter(name for block in blocks for name in self._names(block))
        settings = plan.settings
        self._takes_s = {
            experiment.name: experiment_s(experiment)
            for experiment in (*settings.experiments, *settings.extras)
        }
        visit_s = self.start_s(settings.arms[0]) + experiment_s(COST)
        self._planted_s = 2 * BLOCKS * visit_s if plants(settings) else 0.0

    def left_s(self) -> float:
        """Seconds until the end of everything that has not begun."""
        return (
            sum(self.conform_s(arm) for arm in self._conforming)
            + sum(self.pilot_s(arm) for arm in self._piloting)
            + sum(self.start_s(self._plan.side(label).arm) for label in self._visits)
            + sum(times * self._takes_s[name] for name, times in self._trials.items())
            + self._planted_s
        )

    def conform_s(self, arm: str) -> float:
        return start_s(topology_named(arm)) + CONFORM_S

    def pilot_s(self, arm: str) -> float:
        """Until it is found what the arm needs."""
        look_s = SCALE_S + LOAD_S + CHECKS_S
        confirming_s = sum(look_s + seconds for seconds in CONFIRMING_S)
        each_s = FIRST_LOOKS * (look_s + FIRST_S) + confirming_s
        return self.start_s(arm) + self._needs * each_s

    def start_s(self, arm: str) -> float:
        """Until a visit's arm is up, the wait for a quiet machine included."""
        return QUIET_S + start_s(topology_named(arm))

    def conforms(self, arm: str) -> None:
        """The conformance suite begins on this arm."""
        self._conforming.remove(arm)

    def pilots(self, arm: str) -> None:
        """The pilot begins on this arm."""
        self._piloting.remove(arm)

    def visits(self, label: str) -> None:
        """A visit begins."""
        self._visits.remove(label)

    def tries(self, experiment: Experiment) -> None:
        """A trial of a visit begins."""
        self._trials[experiment.name] -= 1

    def plants(self) -> None:
        """The slowdown is planted: whoever does it says how long it takes."""
        self._planted_s = 0.0

    def again(self, block: Block) -> None:
        """Both visits of the block have to be made once more."""
        self._visits.extend(block.order)
        self._trials.update(self._names(block))

    def _names(self, block: Block) -> Iterator[str]:
        """Of the trials of both visits."""
        for label in block.order:
            side = self._plan.side(label)
            yield from (one.name for one in self._plan.experiments_on(block, side))
