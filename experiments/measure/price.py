"""What something costs on top: a measure under one load held against the same under another."""

from experiments.measure.cost import Measure
from experiments.measure.metric import Value
from experiments.measure.observation import Observation


def more_percent(measure: Measure, than: Measure) -> Measure:
    """By how many percent the one lies above the other; None where either is not known."""

    def measured(seen: Observation) -> Value:
        one, base = measure(seen), than(seen)
        return 100 * (one / base - 1) if one is not None and base else None

    return measured
