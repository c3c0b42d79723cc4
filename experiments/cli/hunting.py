"""What the commands of `cleave hunt` do."""

import random
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, Final

from experiments.budget import Seeing, load_budget
from experiments.cli.edge import Failure, WrongUsage
from experiments.cli.request import SEEDS
from experiments.cli.up import left_up
from experiments.compare.agenda import start_s
from experiments.hunt.game import ANSWER, Game, begin, current, drawn, note, notes
from experiments.hunt.score import score
from experiments.hunt.shopping import SHOPPING_S, go_shopping
from experiments.report.documents import print_json
from experiments.report.hunt_text import begun, found, given_up, wrong
from experiments.report.progress import progress_on
from experiments.report.screen import messages, output
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.whole_lab import whole_lab
from experiments.topology import FEATURES, TOPOLOGIES, Topology, topology_named

KIND: Final = "cleave hunt"
START: Final = "`cleave hunt` starts one"


def start(arm: str, seed: int | None, as_json: bool) -> None:
    """Raises UnknownArm; Failure where a hunt is on, an arm is up, or nothing was noticed."""
    number = secrets.randbelow(SEEDS) if seed is None else seed
    topology = topology_named(arm or random.Random(f"arm {number}").choice(list(TOPOLOGIES)))
    places = open_places()
    with whole_lab(places):
        _require_none(places)
        game = _begun(topology, number, places)
    _tell(begun(game, _gateway(game)), as_json, game.as_json())


def show(as_json: bool) -> None:
    game = _current(open_places())
    _tell(begun(game, _gateway(game)), as_json, game.as_json())


def answer(feature: str, as_json: bool) -> int:
    """0 if it is right."""
    if feature not in FEATURES:
        raise WrongUsage(f"no feature is named {feature!r}: choose from {', '.join(FEATURES)}")
    places = open_places()
    game = _current(places)
    is_right = feature == game.bug.feature
    if not is_right:
        note(places, ANSWER)
    so_far = score(time.time() - game.began_s, notes(places, game))
    reached = {**asdict(so_far), "points": so_far.points}
    lines = found(game.bug, so_far) if is_right else wrong(feature)
    if is_right:
        clear_everything(places)
    _tell(lines, as_json, {"answer": feature, "right": is_right, **reached})
    return 0 if is_right else 1


def give_up(as_json: bool) -> None:
    places = open_places()
    bug = _current(places).bug
    clear_everything(places)
    _tell(given_up(bug), as_json, {"feature": bug.feature, "bug": bug.name})


def _begun(topology: Topology, seed: int, places: Places) -> Game:
    """Whoever is interrupted before the game is written leaves no arm behind."""
    budget = replace(load_budget(), seeing=Seeing(trace_percent=100))
    with progress_on(messages()) as watcher:
        watcher.begin(f"starting {topology.name}", start_s(topology), SHOPPING_S)
        with left_up(topology, budget, watcher.detail, drawn(seed).release) as stack:
            watcher.begin("a customer shops", SHOPPING_S, 0)
            symptom = go_shopping(stack.gateway_url)
            if symptom is None:
                raise Failure(f"the customer noticed nothing with seed {seed}: try another")
            game = Game(topology.name, seed, time.time(), symptom)
            begin(places, game)
    return game


def _require_none(places: Places) -> None:
    if current(places):
        raise Failure("a hunt is on: `cleave hunt answer FEATURE` or `cleave hunt give-up` ends it")
    for arm in TOPOLOGIES:
        if places.arm(arm).exists():
            raise Failure(f"{arm} is up, and would be seen, too: call `cleave down` first")


def _current(places: Places) -> Game:
    game = current(places)
    if game is None:
        raise Failure(f"no hunt is on: {START}")
    return game


def _gateway(game: Game) -> str:
    return f"http://127.0.0.1:{topology_named(game.arm).gateway_port}"


def _tell(lines: Iterable[str], as_json: bool, document: dict[str, Any]) -> None:
    if as_json:
        print_json({"kind": KIND, **document})
        return
    console = output()
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
