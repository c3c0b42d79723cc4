"""What disturbed a run, told once at its end: a line for each visit and sentinel, with all the
experiments in which it tripped."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from experiments.compare.result import Result
from experiments.compare.visited import Visit


def disturbed_lines(result: Result) -> Iterator[str]:
    """Of the blocks that stayed disturbed to their last attempt."""
    for block in result.blocks:
        for visit in block.last:
            for name, seen in _by_sentinel(visit).items():
                yield f"visit {visit.number} ({visit.label}), {name}: {_together(seen)}"


def _by_sentinel(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """Experiments, each with what happened in it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for trial in visit.trials:
        for sentinel in trial.sentinels:
            if sentinel.tripped:
                found.setdefault(sentinel.name, []).append((trial.experiment, sentinel.text))
    return found


def _together(seen: Sequence[tuple[str, str]]) -> str:
    """What all say in the same words is said once, before the first."""
    words = [text.split() for _, text in seen]
    columns = zip(*words, strict=False)
    shared = len(list(takewhile(lambda column: len(set(column)) == 1, columns)))
    told = [
        " ".join((*own[shared:], "in", experiment))
        for own, (experiment, _) in zip(words, seen, strict=True)
    ]
    return " ".join((*words[0][:shared], "; ".join(told)))
