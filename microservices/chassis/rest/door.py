"""Where others put messages in. No part of the contract: only the mesh leads here."""

from flask import Blueprint, Response, request

from microservices.chassis.partitions import partition_of
from microservices.chassis.rest import mailbox
from microservices.chassis.topics import Readers, readers_of
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import InvalidRequest, NotFound

NAME = "mailbox"
LONGEST_KEY = 200
LARGEST_MESSAGE = 1024 * 1024
"""Bytes: as large as the others take it. The catalog tells of all its products in one."""


def mailbox_routes(group: str, database: Database, readers: Readers = readers_of) -> Blueprint:
    """Of one reader. It answers 204 once it can be relied upon to handle the message."""
    routes = Blueprint(NAME, __name__)

    @routes.post("/mailbox/<reader>/<topic>")
    def take_in(reader: str, topic: str) -> Response:
        if reader != group or group not in readers(topic):
            raise NotFound(f"{reader} does not read {topic} here.")
        key = request.args.get("key", "")
        if not 1 <= len(key) <= LONGEST_KEY:
            raise InvalidRequest(f"key must be 1 to {LONGEST_KEY} characters.")
        with database.write() as session:
            mailbox.put(session, topic, partition_of(key), request.get_data())
        return Response(status=204)

    return routes
