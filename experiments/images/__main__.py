"""`make images`: the image of every part of both arms, and of the outside world.

python -m experiments.images
"""

import sys
from collections.abc import Iterator

from experiments.errors import LabError
from experiments.images.build import ensure_ours, name_version
from experiments.images.context import REPOSITORY, Context, context_of
from experiments.images.lay_out import OUTSIDE, content_named
from experiments.stacks.docker.engine import Engine, open_engine
from experiments.topology import TOPOLOGIES

WIDTH = 26


def contexts() -> Iterator[Context]:
    parts = [part.name for topology in TOPOLOGIES.values() for part in topology.parts]
    for name in (*parts, OUTSIDE):
        yield context_of(name, content_named(name, REPOSITORY))


def lines(engine: Engine) -> Iterator[str]:
    """For each image its name and its digest, as soon as it is there."""
    for context in contexts():
        ensure_ours(engine, context, _tell)
        yield f"{name_version(engine, context):{WIDTH}} {context.digest[:16]}"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    try:
        for line in lines(open_engine()):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except LabError as error:
        sys.stderr.write("images: " + "; ".join(filter(None, (str(error), error.advice))) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
