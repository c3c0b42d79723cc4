"""A claim as data: one piece of folklore, and how it is judged."""

from dataclasses import dataclass
from typing import Final

from experiments.analysis.question import Direction, Question, Scale

ESTIMANDS: Final = {
    "services / monolith": Scale.RATIO,
    "services - monolith": Scale.DIFFERENCE,
    "monolith": Scale.BASELINE,
}
"""The monolith is the baseline."""


@dataclass(frozen=True)
class Published:
    """A figure from elsewhere. `says`: what it makes of the claim, Supported or Refuted."""

    text: str
    source: str
    says: str


@dataclass(frozen=True)
class Claim:
    """`metric` of `experiment`, as `estimand`, held against `margin` in `direction`.

    `pair` is the claim that looks at the same runs from the other side; a `proxy` stands for
    something that cannot be measured itself; `would_change` says what would change the verdict.
    """

    id: str
    text: str
    experiment: str
    metric: str
    estimand: str
    direction: str
    margin: float
    proxy: bool
    would_change: str
    published: Published | None = None
    pair: str | None = None

    @property
    def question(self) -> Question:
        return Question(ESTIMANDS[self.estimand], Direction(self.direction), self.margin)
