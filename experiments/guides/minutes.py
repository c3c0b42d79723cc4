"""How long a guide's run will take on a machine like the one this was written on."""

from experiments.catalogue import experiment_named
from experiments.compare.agenda import Agenda
from experiments.compare.plan import make_plan
from experiments.guides.guide import Guide
from experiments.method.sizes import stored_sizes
from experiments.topology import MONOLITH, SERVICES
from experiments.trials.settings import Settings


def run_s(guide: Guide, blocks: int | None = None) -> float:
    """Seconds, conformance included, if no block has to be visited again."""
    arms = (MONOLITH.name, SERVICES.name)
    experiments = (experiment_named(guide.experiment),)
    settings = Settings(arms, 0, experiments, stored_sizes(), blocks or guide.blocks)
    return Agenda(make_plan(settings)).left_s()
