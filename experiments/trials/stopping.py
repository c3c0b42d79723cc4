"""Leaving an arm: its logs are kept, and nothing of it stays."""

import contextlib
from pathlib import Path

from experiments.run_folder.folder import cut_logs
from experiments.stacks.protocol import Stack, StackError


def leave(stack: Stack, logs: Path) -> None:
    """Keep the end of the arm's logs, whatever happened, and stop it."""
    try:
        with contextlib.suppress(StackError, OSError):
            stack.save_logs(logs)
            cut_logs(logs)
    finally:
        stack.stop()
