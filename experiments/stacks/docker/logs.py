"""The logs of an arm's containers, copied from the engine into files that the lab reads."""

import contextlib
from pathlib import Path

from docker.errors import APIError

from experiments.stacks.docker.engine import Engine, NoEngine, asking, open_engine
from experiments.stacks.docker.names import NAME, filters_of, lab_of
from experiments.stacks.docker.record import read_record
from experiments.stacks.local.places import Places
from experiments.topology import TOPOLOGIES


def copy_logs(engine: Engine, lab: str, arm: str, target: Path) -> None:
    """A file for each container that there is now."""
    mine = filters_of(lab, arm)
    with asking(f"the logs of {arm} cannot be read"):
        for each in engine.api.containers(all=True, filters=mine):
            with contextlib.suppress(APIError):  # it is being removed
                said = bytes(engine.api.logs(each["Id"]))
                (target / f"{each['Labels'][NAME]}.log").write_bytes(said)


def refresh_logs(places: Places) -> None:
    """Of the arms that `cleave up` has left in containers: what they have said up to now. Nothing
    where there are none."""
    arms = [name for name in TOPOLOGIES if read_record(places.arm(name)) is not None]
    if not arms:
        return
    with contextlib.suppress(NoEngine):
        engine = open_engine()
        for name in arms:
            copy_logs(engine, lab_of(places.state), name, places.arm(name) / "logs")
