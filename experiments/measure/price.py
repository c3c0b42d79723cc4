"""What something costs on top: a measure under some loads held against the same under others."""

from experiments.measure.cost import Measure
from experiments.measure.metric import Value
from experiments.measure.observation import Observation


def more_percent(measure: Measure, than: Measure) -> Measure:
    """By how many percent the one lies above the other; None where either is not known."""

    def measured(seen: Observation) -> Value:
        one, base = measure(seen), than(seen)
        return 100 * (one / base - 1) if one is not None and base else None

    return measured


def mean(*measures: Measure) -> Measure:
    """Of all of them; None where one is not known."""

    def measured(seen: Observation) -> Value:
        values = [measure(seen) for measure in measures]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if len(known) == len(values) else None

    return measured
