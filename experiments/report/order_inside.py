"""What an order left in the tables, a line for each, and the sentence that explains it."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from experiments.order_story.story import Story
from experiments.order_story.trail import Record
from experiments.report.numbers import cents

UNTOUCHED = "nothing"


def inside(story: Story) -> Iterator[Table | Text]:
    """A table of rows, then how they came to be there."""
    yield _rows(story)
    for line in _explained(story):
        yield Text(f"  {line}")


def _rows(story: Story) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    one_home = len(set(story.trail.homes.values())) == 1
    table.add_column("table" if one_home else "database.table", no_wrap=True)
    table.add_column("what stands there now", overflow="fold")
    if one_home:
        table.add_column("written by", no_wrap=True)
    writers = _writers(story)
    for name, rows in story.trail.rows.items():
        place = name if one_home else f"{story.trail.homes[name]}.{name}"
        by = ", ".join(dict.fromkeys(writers[row["by"]] for row in rows))
        cells = (place, _told(name, rows, story))
        table.add_row(*cells, by) if one_home else table.add_row(*cells)
    return table


def _writers(story: Story) -> dict[str, str]:
    """The lowest number is the transaction's own, a higher one its savepoint's."""
    numbers = sorted({row["by"] for rows in story.trail.rows.values() for row in rows}, key=int)
    return {
        each: f"transaction {each}" if each == numbers[0] else f"its savepoint {each}"
        for each in numbers
    }


def _told(table: str, rows: tuple[Record, ...], story: Story) -> str:
    if not rows:
        return UNTOUCHED
    return "; ".join(_row(table, row, story) for row in rows)


def _row(table: str, row: Record, story: Story) -> str:
    match table:
        case "orders":
            reason = f" ({row['reason']})" if row["reason"] else ""
            return f"{row['status']}{reason}, {cents(row['total_cents'])}"
        case "order_lines" | "reservations":
            return f"{row['quantity']} of {row['product_id']}{_released(row, story)}"
        case "sagas":
            return f"awaits {row['awaiting']}" if row["awaiting"] else "over, awaits no answer"
        case "ledger":
            return f"{row['kind']} {cents(row['amount_cents'])}"
    return f'"{row["text"]}"'


def _released(row: Record, story: Story) -> str:
    moment = row.get("released_at")
    return f" (released at {story.placed.after_ms(moment):.1f} ms)" if moment else ""


def _explained(story: Story) -> Iterator[str]:
    refused = story.placed.settled.status == "REJECTED"
    if story.trail.messages:
        yield "Each message was handled in a transaction of its own, with the answer it caused;"
        yield "in between, others could see a half-done order. (Times: ms after it was sent.)"
        if refused:
            yield "The undoing is a message as well: ReleaseStock gave the reserved units back."
    else:
        yield "ScreenRisk asked the outside world first; then one transaction did the rest:"
        yield "all of it became visible at once, or none of it would have."
        if refused:
            yield "The savepoint was rolled back: of the reservation nothing is left, and no"
            yield "line of code undid it."
