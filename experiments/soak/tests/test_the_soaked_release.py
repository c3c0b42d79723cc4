"""What a soaked arm starts from: only those who are held, failed or shuffled carry wrappers."""

import pytest

from experiments.artefacts.build import REPOSITORY
from experiments.artefacts.content import content_of
from experiments.faults.messages import RECEIVING
from experiments.soak.catching import Point
from experiments.soak.release import SENDING, WORKING, soaked
from experiments.soak.scenarios import before_marking, between_steps, redriven
from experiments.topology import MONOLITH, SERVICES, Part

PARTS = [*MONOLITH.parts, *SERVICES.parts]
POINTS = (
    *between_steps.OF_A_SAGA,
    *between_steps.OF_A_TRANSACTION,
    *before_marking.OF_A_RELAY,
    *before_marking.OF_A_JOB,
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_can_be_built_from_it(part: Part) -> None:
    content = content_of(part, soaked(), REPOSITORY)
    carries = {path for path in content if path.startswith("wrappers/")}
    touched = {*WORKING, *SENDING, *RECEIVING} & {*part.features}
    assert bool(carries) is bool(touched)
    if touched:
        assert {"wrappers/at_point.py", "wrappers/bus.py", "wrappers/switchable.py"} <= carries


def test_who_is_held_stands_outside_of_who_shuffles() -> None:
    (inventory,) = (part for part in SERVICES.parts if part.name == "inventory")
    entry = content_of(inventory, soaked(), REPOSITORY)["entry.py"].decode()
    bus = entry.index('("inventory.bus", wrappers.bus)')
    assert bus < entry.index('("inventory.bus", wrappers.at_point)')


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.says)
def test_every_point_lies_where_somebody_is_held(point: Point) -> None:
    assert point.feature in (SENDING if point.bus else WORKING)


def test_who_is_to_fail_can_be_failed() -> None:
    assert set(redriven.FAILING) <= set(WORKING)
