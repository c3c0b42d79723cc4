"""`cleave down`: nothing of ours is left afterwards, and it says what there was."""

from experiments.report.screen import output
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.places import open_places


def run() -> None:
    found = clear_everything(open_places())
    console = output()
    for name in found:
        console.print(f"stopped {name}")
    if not found:
        console.print("nothing was running")
