"""The nouns of the lab, read from where they are defined."""

from experiments.catalogue import QUESTIONS
from experiments.catalogue.distributed_complexity import complexity
from experiments.catalogue.isolation_variants import PREFIX
from experiments.catalogue.scaling_depth import depth
from experiments.checks.invariants.check import CHECKERS, name_of
from experiments.checks.invariants.relations import QUERIES
from experiments.contract import Operation, load_operations
from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.target import missing_on
from experiments.hunt import study as find_the_bug
from experiments.protections import NAMES
from experiments.topology import FEATURES, TOPOLOGIES, TRANSPORTS, Topology
from experiments.transports import SHOWN
from experiments.workload.mixes import MIXES

Nouns = dict[str, list[dict[str, str]]]


def nouns() -> Nouns:
    """Heading -> rows of the same columns."""
    return {
        "arms": [_arm(topology) for topology in TOPOLOGIES.values()],
        "features and the part that hosts each": [_feature(name) for name in FEATURES],
        "experiments": [
            *(
                {"experiment": name, "question": question}
                for name, question in QUESTIONS.items()
                if not name.startswith(PREFIX)
            ),
            {"experiment": complexity.name, "question": complexity.question},
            {"experiment": find_the_bug.NAME, "question": find_the_bug.QUESTION},
            {"experiment": depth.name, "question": depth.question},
        ],
        f"faults, each an experiment: {PREFIX}FAULT-FEATURE": [_fault(name) for name in FAULTS],
        "operations": [
            {
                "operation": operation.operation_id,
                "route": f"{operation.method} {operation.path.replace('_id}', '}')}",
                "needs (can do without)": _needs(operation),
            }
            for operation in load_operations()
        ],
        "transports by which services tell each other": [
            {"transport": name, "is": SHOWN[name]} for name in TRANSPORTS
        ],
        "protections a run can leave out": [{"protection": name} for name in NAMES],
        "mixes": [
            {
                "mix": mix.name,
                "made of": ", ".join(f"{share:.0%} {name}" for name, share in mix.shares.items()),
            }
            for mix in MIXES.values()
        ],
        "relations the checkers read": [
            {"relation": name, "feature": query.feature} for name, query in QUERIES.items()
        ],
        "checkers": [{"what must hold": name_of(checker)} for checker in CHECKERS],
    }


def _needs(operation: Operation) -> str:
    optional = ", ".join(operation.optional)
    return ", ".join(operation.needs) + (f" ({optional})" if optional else "")


def _arm(topology: Topology) -> dict[str, str]:
    parts = topology.parts
    replicas = sum(part.replicas for part in parts)
    return {
        "arm": topology.name,
        "gateway": f"http://127.0.0.1:{topology.gateway_port}",
        "made of": f"{_count(len(parts), 'part')}, {_count(replicas, 'replica')},"
        f" {_count(len(parts), 'database')}, {SHOWN.get(topology.transport, 'no broker')}",
    }


def _feature(name: str) -> dict[str, str]:
    hosts = {arm: topology.part_of(name).name for arm, topology in TOPOLOGIES.items()}
    return {"feature": name, **hosts}


def _fault(name: str) -> dict[str, str]:
    features = features_for(name)
    fault = fault_named(name, features[0])
    arms = [arm for arm, topology in TOPOLOGIES.items() if not missing_on(fault, topology)]
    return {
        "fault": name,
        "of": _all_of(features),
        "on": "any" if len(arms) == len(TOPOLOGIES) else ", ".join(arms),
    }


def _all_of(features: tuple[str, ...]) -> str:
    others = [feature for feature in FEATURES if feature not in features]
    if len(others) > 1:
        return ", ".join(features)
    return f"any but {others[0]}" if others else "any"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
