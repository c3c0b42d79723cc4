"""What a document's block must hold: a command's output, or a kept file."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from experiments.docs.blocks import Block

ROOT = Path(__file__).parents[2]
COMMAND_S = 60


def produce(block: Block) -> str:
    """Lines without trailing blanks; runs `./cleave ...` 80 columns wide and without colour.

    Raises ValueError for a command that is not ours, CalledProcessError when it fails.
    """
    text = _file(block.source) if block.kind == "shows" else _output(block.source)
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())


def _file(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _output(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program != "./cleave":
        raise ValueError(f"documents show outputs of ./cleave only, not of {program}")
    done = subprocess.run(
        [sys.executable, "-m", "experiments.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
        timeout=COMMAND_S,
    )
    return done.stdout
