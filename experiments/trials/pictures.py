"""Violations of a history as the run's folder keeps them, to be drawn on its page."""

from collections.abc import Iterator, Sequence
from typing import Any

from experiments.checks.history.space_time import Moment, SpaceTime, space_time
from experiments.checks.history.traces import moments_of
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.fetch import Unreadable
from experiments.order_story.trail import read_trail
from experiments.stacks.protocol import Stack

MOST = 3
"""Pictures a trial; the sentences of all violations are kept."""


def pictures_json(stack: Stack, violations: Sequence[Violation]) -> list[dict[str, Any]]:
    return [_json(space_time(each, _traces(stack, each))) for each in violations[:MOST]]


def _traces(stack: Stack, violation: Violation) -> Iterator[Moment]:
    """What the parts did; nothing where that cannot be read any more."""
    for order_id in violation.orders:
        try:
            yield from moments_of(read_trail(stack.topology, stack.audit_url, order_id))
        except Unreadable:
            return


def _json(diagram: SpaceTime) -> dict[str, Any]:
    return {
        "says": diagram.says,
        "columns": list(diagram.columns),
        "moments": [
            {
                "at_s": each.at_s,
                "column": each.column,
                "mark": each.mark,
                "text": each.text,
                "about": each.about,
            }
            for each in diagram.moments
        ],
    }
