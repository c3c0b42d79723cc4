"""The procedure that looks for a bug, step by step, and knows nothing but the symptom.

With every tool that is added a step comes in front: who has traces looks there first. Whenever
somebody is suspect, the code of that feature is opened, and whoever opens the code of the feature
that holds the bug is taken to see it. So it always ends, and a wrong suspicion costs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from experiments.hunt.contract_steps import CONTRACT, REASON
from experiments.hunt.log_steps import ERRORS, OF_ORDER
from experiments.hunt.look import Look, Step
from experiments.hunt.metric_step import METRICS
from experiments.hunt.recording import Recording
from experiments.hunt.symptom import Symptom
from experiments.hunt.trace_step import TRACE

NOTHING: Final = "nothing"
WITH_LOGS: Final = (ERRORS, OF_ORDER)
LEVELS: Final[Mapping[str, tuple[Step, ...]]] = MappingProxyType(
    {
        NOTHING: (REASON, CONTRACT),
        "logs only": (REASON, *WITH_LOGS, CONTRACT),
        "+ metrics": (REASON, METRICS, *WITH_LOGS, CONTRACT),
        "+ traces": (REASON, TRACE, METRICS, *WITH_LOGS, CONTRACT),
    }
)
"""By what may be opened, the steps in their order. NOTHING is what the others are held against:
whoever opens nothing goes through the features' code by the contract alone."""

Holds = Callable[[str], bool]
"""Whether the bug stands in the code of a feature: asked for each feature that is opened."""


class Counts(NamedTuple):
    """What a search took. `files` had something to read in them, `lines` of logs, metrics and
    spans; `features` are those whose code was opened."""

    queries: int
    files: int
    lines: int
    features: int


@dataclass(frozen=True)
class Search:
    """What was opened until the feature was `named`: looks, and then `opened`, the features whose
    code was read, the right one last. `named` is "" where no feature holds a bug."""

    looks: tuple[Look, ...]
    opened: tuple[str, ...]
    named: str

    @property
    def counts(self) -> Counts:
        return Counts(
            queries=sum(look.queries for look in self.looks),
            files=sum(look.files for look in self.looks),
            lines=sum(look.lines for look in self.looks),
            features=len(self.opened),
        )

    def as_json(self) -> dict[str, Any]:
        looks = [{**asdict(look), "suspects": list(look.suspects)} for look in self.looks]
        return {
            "named": self.named,
            **self.counts._asdict(),
            "opened": list(self.opened),
            "looks": looks,
        }


def search(recording: Recording, symptom: Symptom, steps: Iterable[Step], holds: Holds) -> Search:
    """The next step is taken only when all whom the last one suspected were opened in vain.
    Deterministic: the same recording is searched in the same way."""
    looks: list[Look] = []
    opened: list[str] = []
    for step in steps:
        if (look := step.look(recording, symptom)) is None:
            continue
        looks.append(look)
        for feature in look.suspects:
            if feature not in opened:
                opened.append(feature)
                if holds(feature):
                    return Search(tuple(looks), tuple(opened), feature)
    return Search(tuple(looks), tuple(opened), "")


def in_words() -> Iterator[str]:
    """The procedure as a person would follow it: one line for each step, in the order of the level
    that has all of them. A step that takes more than the logs is told with what it takes."""
    steps = max(LEVELS.values(), key=len)
    opening = {name: known for name, known in LEVELS.items() if name != NOTHING}
    for number, step in enumerate(steps, 1):
        levels = [name for name, known in opening.items() if step in known]
        where = "" if len(levels) == len(opening) else f" ({levels[0]})"
        yield f"{number}. {step.name}{where}: {step.told}"
