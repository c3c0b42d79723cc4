"""All comparisons in turn, on real arms. `make resilience` runs this."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from experiments.analysis.claims import load_claims
from experiments.compare.agreement import Agreement
from experiments.compare.comparison import Comparison
from experiments.compare.nested_watcher import NestedWatcher
from experiments.compare.plan import make_plan
from experiments.compare.result import Result
from experiments.compare.watcher import Watcher
from experiments.resilience.figures import Figure, figures_of, remarks_of
from experiments.resilience.stages import Stage, stages
from experiments.run_folder.folder import RUNS, open_run
from experiments.stacks.protocol import StackError
from experiments.trials.lab import Lab


@dataclass(frozen=True)
class Seen:
    """What came of a stage."""

    figures: tuple[Figure, ...]
    remarks: tuple[str, ...]


class Ablation:
    """Makes the stages' comparisons, each into a run folder of its own."""

    def __init__(
        self, lab: Lab, watcher: Watcher, seed: int, blocks: int, with_week: bool = False
    ) -> None:
        self._lab = lab
        self._watcher = watcher
        self._stages = stages(seed, blocks, with_week)
        self._begun = 0

    @property
    def left_s(self) -> float:
        """Seconds of all stages that have not begun."""
        return sum(stage.seconds for stage in self._stages[self._begun :])

    def seen(self) -> Iterator[Seen]:
        """One stage after another, as they are done; none after arms that do not agree."""
        agreement: Agreement | None = None
        for stage in self._stages:
            self._begun += 1
            try:
                result = self._compare(stage, agreement if stage.agreed else None)
            except StackError as error:  # of this stage's arms, and of no other's
                yield Seen((), (f"{stage.what}: {error}",))
                continue
            agreement = agreement or result.agreement
            yield Seen(
                tuple(figures_of(stage.left_out, result)), tuple(remarks_of(stage.what, result))
            )
            if not result.scored:
                return

    def _compare(self, stage: Stage, agreement: Agreement | None) -> Result:
        settings, plan = stage.settings, make_plan(stage.settings)
        what = f"{self._begun} of {len(self._stages)}, {stage.what}"
        watcher = NestedWatcher(self._watcher, what, self.left_s)
        folder = open_run(RUNS, settings.seed, datetime.now(UTC))
        comparison = Comparison(
            plan, load_claims(), self._lab, folder, watcher, agreement=agreement
        )
        return comparison.run()
