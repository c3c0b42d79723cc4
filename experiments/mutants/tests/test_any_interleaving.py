"""Whatever happens to messages and services, in whatever order, orders end final and conserved."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from experiments.mutants.catalogue import OF_SERVICES
from experiments.mutants.databases import Names, prepare_services
from experiments.mutants.interleaving import Interleaving, Wrong, opening
from experiments.mutants.loose_services import loose_services
from experiments.mutants.mutant import Mutant
from experiments.mutants.run import AS_IT_IS
from experiments.testing.postgres import Server

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]
EXAMPLES, STEPS = 30, 40
EXAMPLES_FOR_A_MISTAKE = 100
"""Each was met within 40, whatever the seed."""
Machine = Callable[[Mutant], type[Interleaving]]


@pytest.fixture(scope="module")
def prepared(postgres: Server) -> Names:
    return prepare_services(postgres)


@pytest.fixture
def machine(postgres: Server, prepared: Names) -> Machine:
    return lambda mutant: opening(lambda: loose_services(postgres, prepared, mutant))


def settings_with(examples: int, *phases: Phase) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        phases=phases,
    )


def test_any_interleaving_ends_final_and_conserved(machine: Machine) -> None:
    run_state_machine_as_test(machine(AS_IT_IS), settings=settings_with(EXAMPLES, *Phase))


@pytest.mark.parametrize(
    "name", ["no inbox", "remembered before handled", "marked before it is sent"]
)
def test_a_planted_mistake_makes_some_interleaving_fail(machine: Machine, name: str) -> None:
    (mutant,) = (each for each in OF_SERVICES if each.name == name)
    with mutant.plant(), pytest.raises(Wrong):
        run_state_machine_as_test(
            machine(mutant), settings=settings_with(EXAMPLES_FOR_A_MISTAKE, Phase.generate)
        )
