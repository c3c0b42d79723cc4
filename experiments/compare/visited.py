"""What came of a visit, as data: one trial of each experiment."""

from dataclasses import dataclass, replace
from typing import Any

from experiments.measure.metric import Value
from experiments.trials.trial import Trial


@dataclass(frozen=True)
class Visit:
    """`label` names the side that was visited. `trials` are in the order they were made."""

    number: int
    block: int
    label: str
    trials: tuple[Trial, ...]

    @property
    def disturbed(self) -> tuple[str, ...]:
        """Why its figures cannot be trusted; empty if they can."""
        return tuple(
            f"{trial.experiment}: {text}" for trial in self.trials for text in trial.disturbed
        )

    @property
    def calm(self) -> "Visit":
        """The same without the trials that were disturbed."""
        return replace(self, trials=tuple(one for one in self.trials if not one.disturbed))

    @property
    def violations(self) -> tuple[str, ...]:
        return tuple(
            f"{trial.experiment}: {text}" for trial in self.trials for text in trial.violations
        )

    @property
    def news(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """By experiment, the violations that the trial before had not shown: tables grow from trial
        to trial, and what is wrong in them stays."""
        before: tuple[tuple[str, ...], ...] = ((), *(one.violations for one in self.trials))
        return tuple(
            (trial.experiment, tuple(text for text in trial.violations if text not in known))
            for trial, known in zip(self.trials, before, strict=False)
        )

    @property
    def told(self) -> tuple[str, ...]:
        """The news in words, each once: where it was seen first."""
        return tuple(f"{name}: {text}" for name, texts in self.news for text in texts)

    def value(self, experiment: str, key: str) -> Value:
        """None where it was not measured, too."""
        for trial in self.trials:
            if trial.experiment == experiment:
                return trial.values.get(key)
        return None

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "block": self.block,
            "label": self.label,
            "trials": [trial.as_json() for trial in self.trials],
            "disturbed": list(self.disturbed),
            "violations": list(self.violations),
        }
