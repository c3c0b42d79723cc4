"""One student's way through one guide, and the order of its steps."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from experiments.analysis.claims import Claims
from experiments.guides.attempt import Attempt, Run, attempts_in, begin_attempt
from experiments.guides.content import Common
from experiments.guides.errors import NotYet, Unusable
from experiments.guides.evidence import Evidence
from experiments.guides.guide import Guide
from experiments.guides.prediction import Prediction
from experiments.guides.reading import digest, is_unfinished, read_evidence
from experiments.guides.when import began_at


class Stage(StrEnum):
    """How far a student has come: what is done."""

    NEW = "not begun"
    PREDICTED = "predicted"
    RUN = "run made"
    DONE = "all right"


@dataclass(frozen=True)
class Lesson:
    """`folder` is the guide's, within the student's."""

    guide: Guide
    folder: Path
    claims: Claims
    common: Common

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        return attempts_in(self.folder)

    @property
    def stage(self) -> Stage:
        attempts = self.attempts
        if not attempts:
            return Stage.NEW
        usable = attempts[-1].usable
        if not usable:
            return Stage.PREDICTED
        tries = [each for each in attempts[-1].answers.tries if each["at"] >= usable[-1].at]
        return Stage.DONE if tries and tries[-1]["right"] == tries[-1]["of"] else Stage.RUN

    def require_new(self, anew: bool) -> None:
        """NotYet when there is a prediction already, and nobody asked to begin anew."""
        attempts = self.attempts
        if attempts and not anew:
            raise NotYet(
                f"you predicted at {attempts[-1].prediction.at}, and a prediction stands;"
                " --anew begins another attempt and keeps this one"
            )

    def predict(self, prediction: Prediction) -> Attempt:
        """`prediction` becomes that of the next attempt."""
        return begin_attempt(self.folder, replace(prediction, attempt=len(self.attempts) + 1))

    def require_prediction(self) -> Attempt:
        """The present attempt; NotYet if there is none, or one about other claims."""
        attempt = self._present()
        if attempt.prediction.claims_sha256 != self.claims.digest:
            raise NotYet("claims.toml has changed since you predicted: predict --anew")
        return attempt

    def take(self, folder: Path, now: datetime) -> Run:
        """Keeps a run that was made after the prediction, also one that is no evidence."""
        attempt = self.require_prediction()
        run = Run(
            folder=attempt.seen_from_here(folder),
            at=now.isoformat(timespec="seconds"),
            unusable=self._objection(folder, attempt.prediction),
            sha256=digest(folder),
            prediction_sha256=attempt.sha256,
        )
        attempt.keep_run(run)
        return run

    def interrupted(self) -> Path | None:
        """The last run, if it can be taken up again."""
        attempt = self.require_prediction()
        last = attempt.folder_of(attempt.runs[-1]) if attempt.runs else None
        return last if last and is_unfinished(last) else None

    def evidence(self) -> tuple[Attempt, Evidence]:
        """The last usable run of the present attempt; NotYet without one. Raises Unusable when
        its data, or the prediction, are not what they were when it was made."""
        attempt = self._present()
        if not attempt.usable:
            raise NotYet(f"no finished run yet: ./cleave lab run {self.guide.name}")
        run = attempt.usable[-1]
        folder = attempt.folder_of(run)
        if run.prediction_sha256 != attempt.sha256:
            raise Unusable(f"{attempt.path}: the prediction was changed after the run")
        seen = read_evidence(folder, self.guide.experiment)
        if run.sha256 != digest(folder):
            raise Unusable(f"{folder}: its data were changed after the run")
        return attempt, seen

    def _present(self) -> Attempt:
        if not self.attempts:
            raise NotYet(f"predict first: ./cleave lab predict {self.guide.name}")
        return self.attempts[-1]

    def _objection(self, folder: Path, prediction: Prediction) -> str:
        """Why a run is no evidence for the prediction; "" if it is."""
        try:
            seen = read_evidence(folder, self.guide.experiment)
            if seen.claims_sha256 != prediction.claims_sha256:
                return "the run was planned with another claims.toml than you predicted with"
            for each in self.guide.foreseen:
                if each.result.of(seen) is None:
                    return f"nothing was measured for claim {each.claim}"
            if began_at(folder) < datetime.fromisoformat(prediction.at):
                return "the run was made before the prediction"
        except Unusable as error:
            return str(error)
        return ""
