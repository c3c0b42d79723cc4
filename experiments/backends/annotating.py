"""Whether the backends of the compose files are told what is done to stacks: as the budget says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.backends.addresses import COMPOSE
from experiments.backends.annotated import annotated
from experiments.backends.annotator import Annotator
from experiments.budget import Seeing
from experiments.stacks.protocol import Stack
from experiments.trials.lab import Say

ToldOf = Callable[[Stack], Stack]


@contextmanager
def annotating(seeing: Seeing, say: Say) -> Iterator[ToldOf]:
    """What stands before each stack that is opened inside the block; nothing, if nobody is told.
    At the end it says what was lost."""
    if not seeing.annotate:
        yield lambda stack: stack
        return
    annotator = Annotator(COMPOSE)
    try:
        yield lambda stack: annotated(stack, annotator.tell)
    finally:
        annotator.close()
        if annotator.lost:
            say(f"{annotator.lost} times a backend did not take what was done to the arms")
