"""`cleave down`: nothing of ours is left afterwards, and it says what there was."""

from experiments.report.screen import output
from experiments.stacks.docker.leftovers import clear_containers
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.places import open_places


def run() -> None:
    places = open_places()
    found = [*clear_containers(places), *clear_everything(places)]
    console = output()
    for name in found:
        console.print(f"stopped {name}")
    if not found:
        console.print("nothing was running")
