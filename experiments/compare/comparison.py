"""The whole run: conformance on both arms, the pilot, then block after block, disturbed ones
again."""

from collections.abc import Callable
from dataclasses import replace

from experiments.analysis.claims import Claims
from experiments.compare.agenda import Agenda, experiment_s
from experiments.compare.agreeing import agree
from experiments.compare.agreement import Agreement
from experiments.compare.expectations import NO_EXPECTATIONS, Expectations
from experiments.compare.nested_watcher import NestedWatcher
from experiments.compare.plan import Block, Plan
from experiments.compare.planned import FILE as PLAN
from experiments.compare.planting import planted_plan, plants, sought
from experiments.compare.result import Result
from experiments.compare.resume import NO_CHECKPOINT, Checkpoint, checkpoint_in
from experiments.compare.slowdown import Slowdown, not_planted
from experiments.compare.summary import FILE as SUMMARY
from experiments.compare.summary import summary_json
from experiments.compare.verdicts import verdicts_json
from experiments.compare.visit import Visitor
from experiments.compare.visited import Visit
from experiments.compare.visited_block import VisitedBlock
from experiments.compare.watcher import Watcher
from experiments.method.experiment import Experiment
from experiments.pilot.pilot import find_sizes, needs_in
from experiments.run_folder.folder import RunFolder
from experiments.trials.lab import Lab


class Comparison:
    """Runs a plan once, writing into the folder after each step."""

    def __init__(
        self,
        plan: Plan,
        claims: Claims,
        lab: Lab,
        folder: RunFolder,
        watcher: Watcher,
        expected: Expectations = NO_EXPECTATIONS,
        checkpoint: Checkpoint = NO_CHECKPOINT,
        agreement: Agreement | None = None,
    ) -> None:
        """`checkpoint` is what an earlier run has left in the folder; `agreement` what the
        conformance suite has said of these arms already."""
        self._plan = plan
        self._claims = claims
        self._expected = expected
        self._lab = lab
        self._folder = folder
        self._watcher = watcher
        self._agenda = Agenda(plan, checkpoint.done, agreed=agreement is not None)
        self._visitor = Visitor(lab, plan, folder)
        self._result = Result(
            plan,
            agreement,
            blocks=checkpoint.done,
            strays=checkpoint.strays,
            pinned=lab.cores.pinned,
            proportional=lab.proportional,
        )
        self._visits = folder.visits_begun()

    def run(self) -> Result:
        """The result; without a single visit when the arms do not agree. Raises what a visit
        raises, and KeyboardInterrupt: what was measured until then is in the folder."""
        self._write_plan()
        self._folder.write("environment.json", self._lab.describe())
        try:
            self._update(agreement=self._result.agreement or self._agree())
            if self._result.agreement and not self._result.agreement.problems:
                self._pilot()
                self._watcher.measured(self._result, None)
                for block in self._plan.blocks[len(self._result.blocks) :]:
                    self._visit(block)
                if plants(self._plan.settings):
                    self._update(slowdown=self._plant())
            self._update(complete=True)
        except BaseException as error:
            self._folder.event("interrupted", by=type(error).__name__, why=str(error))
            raise
        return self._result

    def _write_plan(self) -> None:
        told = self._plan.as_json() | {"claims_sha256": self._claims.digest}
        self._folder.write(PLAN, told)

    def _pilot(self) -> None:
        """What it finds is part of the plan before the first visit."""
        settings = self._plan.settings
        if not needs_in(settings):
            return

        def begins(arm: str) -> None:
            self._agenda.pilots(arm)
            after_s = self._agenda.left_s()
            self._watcher.begin(f"pilot of {arm}", self._agenda.pilot_s(arm), after_s)

        sizes = find_sizes(self._lab, settings, self._folder, self._watcher, begins)
        self._plan = replace(self._plan, settings=replace(settings, sizes=sizes))
        self._visitor = Visitor(self._lab, self._plan, self._folder)
        self._write_plan()
        self._update(plan=self._plan)

    def _agree(self) -> Agreement:
        def begins(arm: str) -> None:
            self._agenda.conforms(arm)
            after_s = self._agenda.left_s()
            self._watcher.begin(f"conformance of {arm}", self._agenda.conform_s(arm), after_s)

        return agree(self._lab, self._plan.settings, self._folder, self._watcher, begins)

    def _visit(self, block: Block) -> None:
        attempts: list[tuple[Visit, ...]] = []
        blocks = self._result.blocks
        while True:
            attempts.append(self._pair(block, tuple(attempts)))
            visited = VisitedBlock(block, tuple(attempts))
            self._update(blocks=(*blocks, visited))
            if not visited.must_repeat(self._plan):
                return
            self._agenda.again(block)
            self._watcher.say(f"block {block.number} was disturbed: it is visited again")

    def _plant(self) -> Slowdown:
        """A comparison of its own, of the baseline against itself, within this run's folder."""
        self._agenda.plants()
        plan = planted_plan(self._result)
        if plan is None:
            return not_planted(self._plan.settings.arms[0])
        folder = self._folder.planted
        watcher = NestedWatcher(self._watcher, "planted slowdown")
        checkpoint, agreed = checkpoint_in(folder, plan), self._result.agreement
        planted = Comparison(
            plan, self._claims, self._lab, folder, watcher, checkpoint=checkpoint, agreement=agreed
        )
        return sought(planted.run())

    def _pair(self, block: Block, before: tuple[tuple[Visit, ...], ...]) -> tuple[Visit, ...]:
        made: tuple[Visit, ...] = ()

        def measured(visit: Visit) -> None:
            so_far = VisitedBlock(block, (*before, (*made, visit)))
            blocks = (*self._result.blocks[: block.number - 1], so_far)
            self._watcher.measured(replace(self._result, blocks=blocks), visit)

        for label in block.order:
            made += (self._one(block, label, len(before), measured),)
        return made

    def _one(
        self, block: Block, label: str, reruns: int, measured: Callable[[Visit], None]
    ) -> Visit:
        side = self._plan.side(label)
        self._agenda.visits(label)
        self._visits += 1
        again = f", rerun {reruns}" if reruns else ""
        title = f"block {block.number} of {len(self._plan.blocks)}{again}: {label}"
        self._watcher.begin(title, self._agenda.start_s(side.arm), self._agenda.left_s())
        self._watcher.detail("waiting until the machine is quiet")
        self._folder.event("visit begins", number=self._visits, side=label, block=block.number)
        quiet = self._lab.await_quiet(self._folder.path)

        def trying(experiment: Experiment) -> None:
            self._agenda.tries(experiment)
            left_s = self._agenda.left_s()
            self._watcher.begin(f"{title}, {experiment.name}", experiment_s(experiment), left_s)

        visit = self._visitor.visit(
            block, side, self._visits, self._watcher.detail, trying, measured
        )
        self._folder.event("visit ends", number=self._visits, quiet_before=quiet)
        for text in (*visit.disturbed, *visit.told):
            self._watcher.say(f"visit {visit.number} ({label}): {text}")
        return visit

    def _update(self, **changes: object) -> None:
        self._result = replace(self._result, **changes)  # type: ignore[arg-type]
        self._folder.write(SUMMARY, summary_json(self._result))
        self._folder.write(
            "verdicts.json", verdicts_json(self._result, self._claims, self._expected)
        )
