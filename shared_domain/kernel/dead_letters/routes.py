"""Replaying dead letters over HTTP. Like the probes no part of the contract: the gateway hides
it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify

from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.dead_letters import letters
from shared_domain.kernel.errors import InvalidRequest
from shared_domain.kernel.http.requests import json_body

Again = Callable[[Session, str, str, str], None]
"""(session, queue, key, payload): sees to it that it is done again, if and when the session
commits."""


def dead_letter_routes(database: Database, again: Again) -> Blueprint:
    routes = Blueprint("dead_letters", __name__)

    @routes.post("/dead-letters/replay")
    def replay() -> Response:
        ids = _ids(json_body())
        with database.write() as session:
            taken = letters.take(session, ids)
            for letter in taken:
                again(session, letter.queue, letter.key, letter.payload)
        return jsonify(replayed=[letter.letter_id for letter in taken])

    return routes


def _ids(body: Any) -> list[int]:
    ids = body.get("ids") if isinstance(body, dict) else None
    if not isinstance(ids, list) or not all(_is_id(each) for each in ids):
        raise InvalidRequest('The body must be {"ids": [...]}, whole numbers.')
    return ids


def _is_id(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**63
