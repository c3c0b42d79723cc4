"""What is longer than the terminal is read in a pager there, as with git; nowhere else."""

import contextlib
import os
from collections.abc import Iterator

from rich.console import Console

AS_GIT_DOES = "FRX"
"""less ends by itself if all fits on the screen, shows colours, and leaves the text behind."""


@contextlib.contextmanager
def paged(console: Console) -> Iterator[None]:
    if not console.is_terminal or console.is_dumb_terminal:
        yield
        return
    os.environ.setdefault("LESS", AS_GIT_DOES)
    with console.pager(styles=console.color_system is not None):
        yield
