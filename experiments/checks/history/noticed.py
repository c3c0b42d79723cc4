"""All that is noticed of a history: by the invariants of its tables, and by the rules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from experiments.checks.history.explain import explained
from experiments.checks.history.history import History
from experiments.checks.history.told import told
from experiments.checks.history.verdict import Verdict, Violation
from experiments.checks.invariants.check import check

EXPLAINED: Final = 5


def noticed(history: History, verdicts: Iterable[Verdict]) -> Mapping[str, tuple[Violation, ...]]:
    """By the name of whoever noticed something. `verdicts` are those of the rules on this history;
    an invariant is explained by the operations around it."""
    found = {
        each.name: tuple(_explained(history, each.violations))
        for each in check(history.relations, told(history))
    }
    found |= {each.name: each.violations for each in verdicts}
    return {name: every for name, every in found.items() if every}


def _explained(history: History, sentences: tuple[str, ...]) -> Iterator[Violation]:
    """Only the first of them: it takes a look at all orders."""
    for place, sentence in enumerate(sentences):
        yield explained(history, sentence) if place < EXPLAINED else Violation(sentence, ())
