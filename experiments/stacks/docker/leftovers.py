"""Finds and ends what a lab has left in the engine, running or killed, by the labels it gave."""

import contextlib

from docker.errors import NotFound

from experiments.stacks.docker.engine import Engine, NoEngine, asking, open_engine, unless_gone
from experiments.stacks.docker.names import ARM, LAB, filters_of, lab_of
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.places import Places


def arms_in(engine: Engine, lab: str) -> list[str]:
    """The names of what this lab has in the engine: arms, the outside world, preparations."""
    with asking("the engine does not tell what runs"):
        found = engine.api.containers(all=True, filters={"label": f"{LAB}={lab}"})
        networks = engine.api.networks(filters={"label": f"{LAB}={lab}"})
    labels = [each.get("Labels") or {} for each in (*found, *networks)]
    return sorted({each[ARM] for each in labels if ARM in each})


def remove_arm(engine: Engine, lab: str, arm: str) -> bool:
    """Kills and removes the arm's containers, then its network; says whether there were any."""
    mine = filters_of(lab, arm)
    with asking(f"the containers of {arm} cannot be removed"):
        containers = engine.api.containers(all=True, filters=mine)
        for each in containers:
            _remove(engine, each["Id"])
        networks = engine.api.networks(filters=mine)
        for each in networks:
            for guest in engine.api.inspect_network(each["Id"]).get("Containers") or {}:
                with contextlib.suppress(NotFound):
                    engine.api.disconnect_container_from_network(guest, each["Id"], force=True)
            with contextlib.suppress(NotFound):
                engine.api.remove_network(each["Id"])
    return bool(containers or networks)


def clear_containers(places: Places) -> list[str]:
    """Of every arm of this lab, with its folder; says of which there were any. Nothing where no
    engine answers: then nothing of ours runs in it."""
    try:
        engine = open_engine()
    except NoEngine:
        return []
    lab = lab_of(places.state)
    found = [arm for arm in arms_in(engine, lab) if remove_arm(engine, lab, arm)]
    for arm in found:
        remove_folder(places.arm(arm))
    return found


def _remove(engine: Engine, container: str) -> None:
    """By force, paused or not; one that is being removed already is waited for by its network."""
    with unless_gone():
        engine.api.remove_container(container, force=True, v=True)
