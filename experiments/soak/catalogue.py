"""Every scenario, in the order in which an arm lives through them: the one that leaves most orders
behind, which all that come after it would read again and again, comes last."""

from typing import Any, Final

from experiments.soak.scenario import Scenario
from experiments.soak.scenarios import (
    before_marking,
    between_steps,
    broker_stopped,
    kills,
    last_unit,
    poison,
    postmasters,
    redriven,
    shuffled,
)

SCENARIOS: Final[tuple[Scenario[Any], ...]] = (
    between_steps.scenario,
    before_marking.scenario,
    broker_stopped.scenario,
    shuffled.scenario,
    postmasters.scenario,
    redriven.scenario,
    poison.scenario,
    kills.scenario,
    last_unit.scenario,
)
