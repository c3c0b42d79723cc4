"""`cleave top`: how the arms that are up are doing, looked at again and again."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.live import Live

from experiments.cli.edge import Failure, WrongUsage
from experiments.hunt.game import note
from experiments.report.documents import print_json
from experiments.report.one_line import CUT, CUT_ASCII
from experiments.report.screen import UNICODE, glyphs_for, output
from experiments.report.top_screen import Arms, Screen, top_json, top_screen
from experiments.stacks.local.places import Places, open_places
from experiments.telemetry.look import Look, look_at
from experiments.telemetry.sources import ARM_UP
from experiments.telemetry.top import arm_now
from experiments.topology import TOPOLOGIES

SHORTEST_S, LONGEST_S = 0.5, 60.0
BETWEEN_S = 1.0
"""The two looks of a first answer."""

NO_HEIGHT = 1000
"""Of what is no screen: nothing is cut."""

Looks = dict[str, Look | None]
Pause = Callable[[float], None]


def run(once: bool, every_s: float, as_json: bool) -> None:
    if not SHORTEST_S <= every_s <= LONGEST_S:
        allowed = f"between {SHORTEST_S:g} and {LONGEST_S:g} seconds"
        raise WrongUsage(f"--every must lie {allowed}, not {every_s:g}")
    console, places = output(), open_places()
    note(places, "top")
    if as_json:
        print_json({"kind": "cleave top", "arms": top_json(one_answer(places, time.sleep))})
    elif once or not console.is_terminal or console.is_dumb_terminal:
        arms = one_answer(places, time.sleep)
        console.print(top_screen(arms, _screen(console, NO_HEIGHT)))
    else:
        watch(console, places, every_s, time.sleep)


def watch(console: Console, places: Places, every_s: float, pause: Pause) -> None:
    """Until Ctrl-C, which is how one leaves it; then the terminal is as it was."""
    before: Looks = {}
    try:
        with Live(console=console, screen=True, auto_refresh=False) as live:
            while True:
                now = _looks(places)
                screen = _screen(console, console.height)
                live.update(top_screen(_arms(before, now), screen), refresh=True)
                pause(every_s if before else BETWEEN_S)
                before = now
    except KeyboardInterrupt:
        return


def one_answer(places: Places, pause: Pause) -> Arms:
    """From two looks. Raises Failure where no arm is up."""
    before = _looks(places)
    if not any(before.values()):
        raise Failure(f"no arm is up: {ARM_UP}")
    pause(BETWEEN_S)
    return _arms(before, _looks(places))


def _looks(places: Places) -> Looks:
    return {name: look_at(topology, places.arm(name)) for name, topology in TOPOLOGIES.items()}


def _arms(before: Looks, now: Looks) -> Arms:
    return [(name, arm_now(before.get(name), look) if look else None) for name, look in now.items()]


def _screen(console: Console, height: int) -> Screen:
    return Screen(console.width, height, CUT if glyphs_for(console) is UNICODE else CUT_ASCII)
