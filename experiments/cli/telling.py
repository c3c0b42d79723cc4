"""The options that say how services tell each other."""

from typing import Annotated

import typer

TRANSPORT = "How services tell each other: kafka, rabbitmq or rest."
Transport = Annotated[str, typer.Option(metavar="NAME", help=TRANSPORT)]
TransportOnOneSide = Annotated[
    str,
    typer.Option(metavar="NAME", help=f"{TRANSPORT} Of an arm against itself, on the second side."),
]
Encoding = Annotated[
    str, typer.Option(metavar="FORM", help="What their messages are written in: json or compact.")
]


def require_transport(transport: str, encoding: str) -> None:
    """Raises WrongUsage for one that there is not."""
    from experiments.cli.edge import WrongUsage
    from experiments.transports import UnknownTransport, require_known

    try:
        require_known(transport, encoding)
    except UnknownTransport as error:
        raise WrongUsage(str(error)) from None
