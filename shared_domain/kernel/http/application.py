"""The Flask application both arms build on."""

from collections.abc import Sequence

from flask import Blueprint, Flask, request
from flask.json.provider import DefaultJSONProvider

from shared_domain.kernel.errors import NotFound
from shared_domain.kernel.http.problems import answer_with_problems

MAX_BODY_BYTES = 64 * 1024


def http_application(name: str, blueprints: Sequence[Blueprint]) -> Flask:
    """A Flask app that answers `blueprints` and turns every error into problem+json."""
    app = Flask(name, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.sort_keys = False
    app.json.compact = True
    answer_with_problems(app)
    app.before_request(_refuse_nul)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _refuse_nul() -> None:
    """No id holds a NUL, and PostgreSQL cannot even be asked for one."""
    if "\0" in request.path:
        raise NotFound("No path here holds a NUL character.")
