"""What a machine that lacks something does not get: verdicts, and experiments."""

from experiments.analysis.claims import load_claims
from experiments.catalogue import CATALOGUE
from experiments.catalogue.scaling_depth import depth
from experiments.compare.lacking import MEMORY, TIME, claims_in
from experiments.stacks.protocol import Ability


def verdicts_without_pinning() -> str:
    """The names of their claims. Raises ClaimsError."""
    return ", ".join(claims_in(TIME, load_claims()))


def verdicts_without_pss() -> str:
    """As above, where shared pages are counted more than once."""
    return ", ".join(claims_in(MEMORY, load_claims()))


def experiments_without_quota() -> tuple[str, ...]:
    """Their names; studies included, which have a plan of their own."""
    found = (name for name, one in CATALOGUE.items() if Ability.CPU_QUOTA in one.needs)
    return (*found, depth.name)


def verdicts_without_quota() -> str:
    """The names of the claims that those experiments decide; "" if there are none."""
    gone = experiments_without_quota()
    claims = load_claims().by_id.values()
    return ", ".join(claim.id for claim in claims if claim.experiment in gone)
