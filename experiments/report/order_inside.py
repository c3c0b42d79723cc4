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
    yield Text(" ".join(_explained(story)))


def _rows(story: Story) -> Table:
    homes = story.trail.homes
    one_home = len(set(homes.values())) == 1
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("table" if one_home else "database.table", no_wrap=True)
    table.add_column("what stands there now")
    for name, rows in story.trail.rows.items():
        place = name if one_home else f"{homes[name]}.{name}"
        table.add_row(place, _told(name, rows, story))
    return table


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
        yield "ScreenRisk came first: orders asked the outside world itself, without a message."
        yield "Then each message was handled in a transaction of its own, together with the"
        yield "answer it caused; between two of them anyone could see a half-done order."
        if refused:
            yield "The undoing is a message, too: ReleaseStock gave the reserved units back."
    else:
        yield f"ScreenRisk asked the outside world first; then {_transaction(story, refused)} did"
        yield "the rest: all of it became visible at once."
        if refused:
            yield "The refusal rolled its savepoint back: nothing is left of the reservation, and"
            yield "no line of code undid it."


def _transaction(story: Story, refused: bool) -> str:
    """By PostgreSQL's own mark on each row; what a savepoint wrote has a later one."""
    marks = sorted({int(row["by"]) for rows in story.trail.rows.values() for row in rows})
    first, *savepoints = (str(mark) for mark in marks)
    if refused or not savepoints:
        return f"transaction {first}"
    return f"transaction {first} with its savepoint {', '.join(savepoints)}"
