"""The operations around an order, for a violation that was found in the tables."""

from experiments.checks.history.history import History
from experiments.checks.history.operation import Operation
from experiments.checks.history.verdict import Violation

MOST_ORDERS = 2


def explained(history: History, sentence: str) -> Violation:
    """What an invariant said, with how the orders it names were placed and when they were last
    seen."""
    orders = tuple(each for each in _known(history) if each in sentence)[:MOST_ORDERS]
    shown = {each.number: each for order_id in orders for each in _ends(history, order_id)}
    return Violation(sentence, tuple(shown[number] for number in sorted(shown)), orders)


def _known(history: History) -> list[str]:
    return list(dict.fromkeys([*history.seen, *history.tables.orders]))


def _ends(history: History, order_id: str) -> list[Operation]:
    """The first that showed the order, and the last."""
    seen = [each.operation for each in history.seen.get(order_id, ())]
    return [seen[0], max(seen, key=lambda each: each.ended_s)] if seen else []
