"""The two sides of a comparison: arms, with what they are without and how they are told."""

from dataclasses import dataclass

from experiments import transports
from experiments.protections import label, left_to
from experiments.topology import KAFKA, TOPOLOGIES, Topology, topology_named
from experiments.transports import USUAL, over
from shared_domain.messages.forms import JSON


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: an arm, `without` some of its protections, under a label of
    its own. It sends messages, if any, by `transport` and in that `form`."""

    label: str
    arm: str
    without: frozenset[str] = frozenset()
    transport: str = KAFKA
    form: str = JSON

    @property
    def topology(self) -> Topology | None:
        """None for an arm that this version of the lab does not have."""
        return topology_of(self) if self.arm in TOPOLOGIES else None


def topology_of(side: Side) -> Topology:
    """Raises UnknownArm."""
    return over(topology_named(side.arm), side.transport, side.form)


def sides_of(
    arms: tuple[str, str], without: frozenset[str], transport: str, form: str
) -> tuple[Side, Side]:
    """Both arms with what is asked of them; of one that is held against itself the second."""
    one, two = arms
    if one != two:
        return _side(one, without, transport, form), _side(two, without, transport, form)
    if not without and (transport, form) == USUAL:
        return Side(f"{one}-a", one), Side(f"{two}-b", two)
    return Side(one, one), _side(two, without, transport, form)


def _side(arm: str, without: frozenset[str], transport: str, form: str) -> Side:
    topology = TOPOLOGIES.get(arm)
    lacking = left_to(topology, without) if topology and without else without
    name = label(arm, lacking)
    if topology is None or not topology.sends:
        return Side(name, arm, lacking)
    return Side(transports.label(name, transport, form), arm, lacking, transport, form)
