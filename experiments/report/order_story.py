"""The first lesson on the screen: what the client saw, then what happened inside, then why."""

import json
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.order_story.customer import Seen
from experiments.order_story.story import GOOD, REFUSED, WARM_UPS, Story
from experiments.report.numbers import cents
from experiments.report.order_conversation import conversation
from experiments.report.order_inside import inside
from experiments.report.screen import glyphs_for
from experiments.report.trimmed import Trimmed

READ_NEXT = (
    ("shared_domain/checkout.py", "the steps and what undoes each, as data"),
    ("monolith/checkout.py", "the steps in one transaction"),
    ("microservices/orders/saga.py", "the steps one message at a time"),
    ("microservices/orders/transitions.py", "where a saga goes after each answer"),
    ("microservices/chassis/outbox.py", "how a message is never lost"),
    ("microservices/chassis/inbox.py", "how it has its effect once only"),
)

TIME_WIDTH = 12
"""Columns of a moment's time, before what happened then."""


class Lesson:
    """Prints part after part, as the arms provide it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._glyphs = glyphs_for(console)

    def open(self) -> None:
        self._title("One order on two arms")
        lines = " and ".join(f"{many} of {product}" for product, many in GOOD.lines)
        self._say(
            f"Customer {GOOD.customer_id} orders {lines}, first from one application, then from"
            f" services that talk over Kafka. On each, {WARM_UPS} other orders go first, to warm it"
            " up."
        )
        items = [json.dumps(line) for line in GOOD.body()["lines"]]
        between = ",\n" + 13 * " "
        self._say(
            "\n  POST /orders"
            f"\n  X-Customer-Id: {GOOD.customer_id}"
            "\n  Idempotency-Key: a fresh one"
            f'\n  {{"lines": [{between.join(items)}]}}'
        )

    def accepted(self, story: Story) -> None:
        """The order that goes through, on one arm."""
        parts = story.topology.parts
        made_of = "one database" if len(parts) == 1 else f"{len(parts)} parts, a database each"
        self._title(f"{story.topology.name}: {made_of}")
        self._outside(story)
        self._inside(story)

    def compare(self, stories: Sequence[Story]) -> None:
        self._title("Side by side")
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("")
        for story in stories:
            table.add_column(story.topology.name, justify="right")
        for label, cells in _measures(stories):
            table.add_row(label, *cells)
        self._print(table)
        self._say(
            "Accepted is when the customer gets an answer, settled is when the order is final."
            f"{_before_the_answer(stories)} One order proves nothing about speed: ./cleave compare"
            " places many."
        )

    def refused(self, stories: Sequence[Story]) -> None:
        """The order that cannot be paid."""
        self._title("The same, for a customer who cannot pay")
        self._say(
            f"{REFUSED.customer_id} has an empty wallet. The payment comes after the stock was"
            " reserved, so something has to be undone. The order itself stays, as REJECTED."
        )
        for story in stories:
            self._print(Text(f"\n{story.topology.name}", style="bold"))
            self._outside(story)
            self._inside(story)

    def close(self) -> None:
        self._title("Read next")
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(no_wrap=True)
        for path, why in READ_NEXT:
            table.add_row(Text(path, style="cyan"), why)
        self._print(table)
        self._say("./cleave diff shows the two runners side by side.")

    def _outside(self, story: Story) -> None:
        accepted, settled = story.placed.accepted, story.placed.settled
        final = accepted.status == settled.status
        answer = f"201 {standing(accepted)}, {cents(story.placed.total_cents)}"
        self._moment(0.0, f"client {self._glyphs.arrow} POST {story.gateway_url}/orders")
        self._moment(
            accepted.after_ms,
            f"client {self._glyphs.back} {answer}",
            "settled at once" if final else "accepted",
        )
        if not final:
            self._moment(settled.after_ms, f"the order is {standing(settled)}", "settled")
            note = Text("(the client learns that by asking again)", style="dim")
            self._print(Padding.indent(note, TIME_WIDTH))

    def _inside(self, story: Story) -> None:
        heading = "Inside, as the tables tell it (ms after the order was sent):"
        parts: list[RenderableType] = [Text(heading, style="italic")]
        if story.trail.messages:
            parts.append(conversation(story, self._glyphs))
        for part in (*parts, *inside(story)):
            self._console.print()
            self._print(Padding.indent(part, 2))

    def _moment(self, after_ms: float, text: str, mark: str = "") -> None:
        seen = Text(text)
        if mark:
            seen.append(f"  ({mark})", style="bold green")
        line = Table.grid()
        line.add_column(width=TIME_WIDTH, no_wrap=True)
        line.add_row(Text(f"{after_ms:7.1f} ms", style="dim"), seen)
        self._print(line)

    def _title(self, text: str) -> None:
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left", characters="-", style="dim")

    def _print(self, part: RenderableType) -> None:
        self._console.print(Trimmed(part))

    def _say(self, text: str) -> None:
        self._print(Text(text))


def _measures(stories: Sequence[Story]) -> list[tuple[str, list[str]]]:
    placed = [story.placed for story in stories]
    return [
        ("accepted after", [f"{one.accepted.after_ms:.1f} ms" for one in placed]),
        ("settled after", [f"{one.settled.after_ms:.1f} ms" for one in placed]),
        ("databases written", [str(len(_written(story))) for story in stories]),
        ("messages", [str(len(story.trail.messages)) for story in stories]),
        ("answered first", [one.accepted.status for one in placed]),
        ("in the end", [one.settled.status for one in placed]),
    ]


def _before_the_answer(stories: Sequence[Story]) -> str:
    """Why an order can be settled before it is accepted; "" where none was."""
    if all(one.placed.accepted.after_ms <= one.placed.settled.after_ms for one in stories):
        return ""
    return (
        " Accepted is read from the client's clock; settled is the time that the arm wrote into the"
        " order's row, before the commit and the answer: so it may be the earlier one."
    )


def _written(story: Story) -> set[str]:
    return {story.trail.homes[table] for table, rows in story.trail.rows.items() if rows}


def standing(seen: Seen) -> str:
    """CONFIRMED, or REJECTED with its reason."""
    return f"{seen.status}: {seen.reason}" if seen.reason else seen.status
