"""Every mutant, by the sentence that notices it."""

from experiments.testing.planted import (
    bodies,
    generated,
    history,
    idempotency,
    ordering,
    outage,
    paging,
    privacy,
    reading,
    refusals,
    unknown,
)
from experiments.testing.planted.builders import Mutants

EVERY_MUTANT: Mutants = {
    **reading.MUTANTS,
    **paging.MUTANTS,
    **ordering.MUTANTS,
    **refusals.MUTANTS,
    **idempotency.MUTANTS,
    **privacy.MUTANTS,
    **unknown.MUTANTS,
    **bodies.MUTANTS,
    **outage.MUTANTS,
    **generated.MUTANTS,
    **history.MUTANTS,
}
