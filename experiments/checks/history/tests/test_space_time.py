"""A violation is drawn with its operations and what the parts did, each at its place."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from experiments.checks.history.check import check_history
from experiments.checks.history.operation import End
from experiments.checks.history.space_time import SpaceTime, space_time
from experiments.checks.history.tests.made import PENDING, history, place, read
from experiments.checks.history.traces import moments_of
from experiments.order_story.trail import Message, Trail
from experiments.report.page.figures.space_time import space_time_plot
from experiments.report.space_time_text import LETTERS, space_time_text


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


TRAIL = Trail(
    rows={"orders": ({"order_id": "o-1", "placed_at": at(0.1), "settled_at": None},)},
    homes={"orders": "orders"},
    messages=(
        Message(
            "orders", "inventory.commands", "ReserveStock", {}, at(0.2), at(0.21),
            (("inventory", at(0.3)),),
        ),
    ),
)  # fmt: skip


def drawn() -> SpaceTime:
    judged = history(place(0, PENDING), read(1, end=End.FAILED))
    (violation,) = next(each.violations for each in check_history(judged) if each.violations)
    return space_time(violation, moments_of(TRAIL))


def test_the_console_shows_a_lane_for_each_and_a_sentence_a_line() -> None:
    assert space_time_text(drawn(), LETTERS) == (
        "order o-1 was shown to c-1, and a later read of c-1 does not show it\n"
        "\n"
        "           c-1\n"
        "           |  orders\n"
        "           |  |  inventory\n"
        "   0.0 ms  v  |  |  places 5 of p-1 with key k-1\n"
        " 100.0 ms  #  o  |  takes in order o-1\n"
        " 200.0 ms  #  o  |  sends ReserveStock\n"
        " 300.0 ms  #  |  o  handles ReserveStock from orders\n"
        " 500.0 ms  ^  |  |  is told order o-1 PENDING\n"
        "1000.0 ms  v  |  |  reads order o-1\n"
        "1500.0 ms  ^  |  |  is told no\n"
    )


def test_long_sentences_go_on_beside_the_lanes() -> None:
    lines = space_time_text(drawn(), width=46).splitlines()
    assert all(len(line) <= 46 for line in lines)


def test_the_drawing_ties_together_operations_and_messages() -> None:
    diagram = drawn()
    assert list(diagram.spans()) == [(2, 3), (0, 4), (5, 6)]
    root = ET.fromstring(space_time_plot(diagram))
    kinds = [each.get("class") for each in root.iter()]
    assert kinds.count("interval") == 2
    assert kinds.count("axis") == 1
    assert sum(each.tag == "circle" for each in root.iter()) == len(diagram.moments)
    assert "does not show it" in root.get("aria-label", "")
