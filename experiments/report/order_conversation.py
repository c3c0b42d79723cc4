"""Who spoke to whom about an order, message by message."""

from rich.table import Table

from experiments.order_story.story import Story
from experiments.order_story.trail import Message
from experiments.report.numbers import number
from experiments.report.screen import Glyphs


def conversation(story: Story, glyphs: Glyphs) -> Table:
    """Who spoke to whom, in order; milliseconds after the client sent the order. Both moments are
    the beginning of a transaction: the one that wrote the message, and the one that handled it.
    When the relay had the broker's word for it is no step on the message's way."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    for column in ("written", "handled"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in (f"from {glyphs.arrow} to", "message", "topic"):
        table.add_column(column, overflow="fold")
    after_ms = story.placed.after_ms
    for message in story.trail.messages:
        takers = message.handled or (("nobody", None),)
        for taker, moment in takers:
            table.add_row(
                number(after_ms(message.written_at), 1),
                number(after_ms(moment) if moment else None, 1),
                f"{message.sender} {glyphs.arrow} {taker}",
                said(message),
                message.topic,
            )
    return table


def said(message: Message) -> str:
    """ReserveStock; ok: ReserveStock; no: payment_declined; OrderSettled."""
    body = message.body
    match message.kind:
        case "StepDone":
            return f"ok: {body['command']}"
        case "StepRefused":
            return f"no: {body['reason']}"
    return message.kind
