"""Errors become HTTP here and nowhere else: problem+json, RFC 9457."""

import json
import logging

from flask import Flask, Response
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from shared_domain.kernel.errors import ProblemError, Unavailable

log = logging.getLogger(__name__)
RETRY_AFTER_S = 1
SLUGS = {
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
}


def problem(status: int, slug: str, title: str, detail: str) -> Response:
    body = {
        "type": f"urn:cleave:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    response = Response(json.dumps(body), status, content_type="application/problem+json")
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def answer_with_problems(app: Flask) -> None:
    app.register_error_handler(ProblemError, _mistake)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(PoolTimeout, _unavailable)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _mistake(error: ProblemError) -> Response:
    return problem(error.status, error.slug, error.title, str(error) or error.title)


def _unavailable(error: Exception) -> Response:
    log.warning("unavailable: %s", error)
    return problem(503, "unavailable", "Not available right now", "Try again in a second.")


def _database(error: DBAPIError) -> Response:
    return _unavailable(error) if error.connection_invalidated else _bug(error)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    title = error.name
    response = problem(status, SLUGS.get(status, "http-error"), title, error.description or title)
    for name, value in error.get_headers():
        if name in ("Allow", "Location"):
            response.headers[name] = value
    return response


def _bug(error: Exception) -> Response:
    log.error("unhandled %s", type(error).__name__, exc_info=error)
    return problem(500, "internal", "A mistake of ours", "The request failed; it was logged.")
