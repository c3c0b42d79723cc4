"""Whether the backends of the compose files are told what is done to stacks: as the budget says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.backends.addresses import COMPOSE
from experiments.backends.annotated import annotated
from experiments.backends.annotator import Annotator
from experiments.budget import Seeing
from experiments.stacks.protocol import Stack

ToldOf = Callable[[Stack], Stack]


@contextmanager
def annotating(seeing: Seeing) -> Iterator[ToldOf]:
    """What stands before each stack that is opened inside the block; nothing, if nobody is told."""
    if not seeing.annotate:
        yield lambda stack: stack
        return
    annotator = Annotator(COMPOSE)
    try:
        yield lambda stack: annotated(stack, annotator.tell)
    finally:
        annotator.close()
