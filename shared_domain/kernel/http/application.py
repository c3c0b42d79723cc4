"""The Flask application both arms build on."""

import io
from collections.abc import Mapping, Sequence

from flask import Blueprint, Flask, current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import RequestEntityTooLarge

from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.errors import NotFound
from shared_domain.kernel.http.bulkhead import BulkheadFlask
from shared_domain.kernel.http.problems import answer_with_problems
from shared_domain.kernel.http.seen import SeenFlask
from shared_domain.kernel.seeing.seeing import Seeing, unseen

MAX_BODY_BYTES = 64 * 1024
MOST_DISCARDED_BYTES = 4 * 1024 * 1024
BODIES = "LARGEST_BODIES"


def http_application(
    name: str,
    blueprints: Sequence[Blueprint],
    seeing: Seeing | None = None,
    bulkhead: Bulkhead | None = None,
    bodies: Mapping[str, int] | None = None,
) -> Flask:
    """A Flask app that answers `blueprints` and turns every error into problem+json. All requests
    pass the `bulkhead`, if there is one; those that it refuses are seen, too. By a blueprint's name
    `bodies` has the largest body that it takes, where that is not the usual."""
    seeing = seeing or unseen()
    app = BulkheadFlask(name, seeing, bulkhead) if bulkhead else SeenFlask(name, seeing)
    app.config[BODIES] = dict(bodies or {})
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.sort_keys = False
    app.json.compact = True
    answer_with_problems(app)
    app.before_request(_read_body)
    app.before_request(_refuse_nul)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _read_body() -> None:
    """Read the body even where nobody will look at it, before anything is answered.

    granian closes the connection under an answer to a request whose body was not read, and the
    gateway, which learns of it too late, loses the request it sends there next.
    """
    length = request.content_length
    if length is None and "Transfer-Encoding" not in request.headers:
        return
    largest: int = current_app.config[BODIES].get(request.blueprint, MAX_BODY_BYTES)
    source, most = request.environ["wsgi.input"], MOST_DISCARDED_BYTES if length is None else length
    body = source.read(min(most, largest + 1))
    if len(body) > largest:
        source.read(min(most - len(body), MOST_DISCARDED_BYTES))
        raise RequestEntityTooLarge(f"Send at most {largest} bytes.")
    request.environ["wsgi.input"] = io.BytesIO(body)


def _refuse_nul() -> None:
    """No id holds a NUL, and PostgreSQL cannot even be asked for one."""
    if "\0" in request.path:
        raise NotFound("No path here holds a NUL character.")
