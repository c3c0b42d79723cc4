"""Whether an arm that `cleave up` has left in containers still runs there."""

from experiments.stacks.docker.engine import NoEngine, asking, open_engine
from experiments.stacks.docker.names import filters_of, lab_of
from experiments.stacks.local.places import Places


def all_run(places: Places, arm: str) -> bool:
    """That every container of the arm does; False where there is none, or no engine."""
    try:
        engine = open_engine()
    except NoEngine:
        return False
    mine = filters_of(lab_of(places.state), arm)
    with asking("the engine does not tell what runs"):
        states = {each["State"] for each in engine.api.containers(all=True, filters=mine)}
    return states == {"running"}
