"""Broken promises as text: every sentence, and a space-time diagram of the first."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from experiments.checks.history.space_time import Moment, space_time
from experiments.checks.history.traces import moments_of
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.fetch import Unreadable
from experiments.order_story.trail import read_trail
from experiments.report.space_time_text import space_time_text
from experiments.soak.ground import Arm

DRAWN: Final = 3


def keep_pictures(arm: Arm, violations: Sequence[Violation], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = (space_time_text(space_time(each, _traces(arm, each))) for each in violations[:DRAWN])
    sentences = "".join(f"{each.sentence}\n" for each in violations)
    path.write_text("\n".join((sentences, *drawn)), encoding="utf-8")


def _traces(arm: Arm, violation: Violation) -> Iterator[Moment]:
    """What the parts did; nothing where that cannot be read any more."""
    for order_id in violation.orders:
        try:
            yield from moments_of(read_trail(arm.topology, arm.audit_url, order_id))
        except Unreadable:
            return
