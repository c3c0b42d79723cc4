"""The options that say how services tell each other."""

from typing import Annotated

import typer

Transport = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="How services tell each other: kafka, rabbitmq or rest. Of an arm against itself, on"
        " the second side.",
    ),
]
Encoding = Annotated[
    str, typer.Option(metavar="FORM", help="What their messages are written in: json or compact.")
]
