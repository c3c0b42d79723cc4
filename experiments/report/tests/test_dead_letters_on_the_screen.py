"""Dead letters fit a terminal, whatever they hold."""

import io
from datetime import UTC, datetime

from rich.console import Console

from experiments.dead_letters.letters import DeadLetter, State
from experiments.report.dead_letters import show_letters
from experiments.report.screen import WIDTH

DIED = datetime(2026, 5, 4, 12, 30, 15, tzinfo=UTC)
ORDER = "0f8fad5b-d9cb-469f-a165-70867728950e"
LETTERS = (
    DeadLetter("inventory", 12, "inventory.commands", "ReleaseStock", ORDER,
               "LookupError: a mistake\nof ours", DIED, State.WAITING),
    DeadLetter("notifications", 7, "orders.events", "SomethingThatAStrangerHasChosenToSend", "x",
               "MalformedMessage: " + "very long " * 20, DIED, State.REPLAYED),
)  # fmt: skip


def shown(*letters: DeadLetter) -> list[str]:
    stream = io.StringIO()
    show_letters("services", letters, Console(file=stream, width=WIDTH, color_system=None))
    return stream.getvalue().splitlines()


def test_a_letter_is_a_line_and_its_reason() -> None:
    assert shown(LETTERS[0]) == [
        "letter        message       about         died      state",
        "inventory:12  ReleaseStock  0f8fad5b-d9c  12:30:15  waiting",
        "  LookupError: a mistake of ours",
    ]


def test_no_letters_are_a_sentence() -> None:
    assert shown() == ["services: no dead letter waits"]


def test_nothing_is_wider_than_the_terminal_or_ends_with_blanks() -> None:
    for line in shown(*LETTERS):
        assert len(line) <= WIDTH
        assert line == line.rstrip()
