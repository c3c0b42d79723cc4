"""How an arm's parts tell each other: what there is to choose from, and an arm that has it.

A topology says by which transport, and in which form; another one is another value in that table.
What keeps orders correct (outbox, inbox, order of a key) is the same with each of them.
"""

from dataclasses import replace
from typing import Final

from experiments.errors import LabError
from experiments.topology import (
    KAFKA,
    RABBITMQ,
    READ_BY,
    REST,
    SENT_TO,
    TRANSPORTS,
    Part,
    Topology,
)
from shared_domain.messages.forms import FORMS, JSON

READING: Final = frozenset(feature for readers in READ_BY.values() for feature in readers)
"""Features whose services are told something."""
SHOWN: Final = {KAFKA: "Kafka", RABBITMQ: "RabbitMQ", REST: "REST"}
USUAL: Final = (KAFKA, JSON)
"""What an arm has that sends messages, unless something else is said."""


class UnknownTransport(LabError):
    """No transport, or no form of messages, has this name."""


def require_known(transport: str, form: str) -> None:
    """Raises UnknownTransport."""
    if transport not in TRANSPORTS:
        raise UnknownTransport(_choice("transport", transport, TRANSPORTS))
    if form not in FORMS:
        raise UnknownTransport(_choice("encoding", form, FORMS))


def over(topology: Topology, transport: str, form: str) -> Topology:
    """The arm with these in the place of the usual ones; as it is, where it sends no messages."""
    if not topology.sends:
        return topology
    parts = topology.parts
    if transport == REST:
        parts = tuple(map(_calling, parts))
    return replace(topology, parts=parts, transport=transport, form=form)


def label(arm: str, transport: str, form: str) -> str:
    """How the arm is called with them, wherever it is shown."""
    by = "" if transport == KAFKA else f" over {SHOWN[transport]}"
    written = "" if form == JSON else f" {form}"
    return f"{arm}{by}{written}"


def _calling(part: Part) -> Part:
    """Its service has a sender for each topic it sends to, beside the one for all others; and a
    connection on which it watches its mailbox."""
    senders = sum(len(SENT_TO.get(feature, ())) for feature in part.features)
    watches = not READING.isdisjoint(part.features)
    return replace(part, beside=part.beside + senders, connections=part.connections + watches)


def _choice(what: str, name: str, known: tuple[str, ...]) -> str:
    return f"unknown {what} {name!r}: choose from {', '.join(known)}"
