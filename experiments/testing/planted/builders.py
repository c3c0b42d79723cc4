"""What mutants are made with.

A mutant is a function of the shop; what it returns, if anything, wraps the WSGI application.
"""

import io
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request

from experiments.testing.memory_features import Memory
from experiments.testing.memory_shop import MemoryShop

Change = Callable[[Flask], Any]
Mutant = Callable[[MemoryShop], Change | None]
Mutants = dict[str, dict[str, Mutant]]
"""By the sentence that notices them, and by name."""
Rewrite = Callable[[Response, Any], Any]
Environ = dict[str, Any]


def built_with(**kinds: Callable[[Memory], Any]) -> Mutant:
    """Put other implementations of these features in the shop."""

    def plant(shop: MemoryShop) -> None:
        for feature, kind in kinds.items():
            setattr(shop, feature, kind(shop.memory))

    return plant


def also_answering(path: str) -> Mutant:
    """A route that is not in the contract."""

    def plant(_: MemoryShop) -> Change:
        def change(app: Flask) -> Flask:
            app.add_url_rule(path, "surplus", lambda **_: {"live": True})
            return app

        return change

    return plant


def answers_with(rewrite: Rewrite, only: str = "") -> Mutant:
    """Change every JSON answer, or those of one endpoint: `rewrite` edits the body or gives one."""

    def plant(_: MemoryShop) -> Change:
        def change(app: Flask) -> Flask:
            @app.after_request
            def rewritten(response: Response) -> Response:
                if only in str(request.endpoint):
                    body = response.get_json(silent=True, force=True)
                    changed = rewrite(response, body)
                    response.set_data(json.dumps(body if changed is None else changed))
                return response

            return app

        return change

    return plant


def asks_with(rewrite: Callable[[Environ], None]) -> Mutant:
    """Change every request before the shop sees it, so that it accepts what it must not."""

    def plant(_: MemoryShop) -> Change:
        def change(app: Flask) -> Any:
            def changed(environ: Environ, start_response: Any) -> Any:
                rewrite(environ)
                return app(environ, start_response)

            return changed

        return change

    return plant


def rewritten_body(rewrite: Callable[[bytes], bytes]) -> Mutant:
    def change(environ: Environ) -> None:
        body = rewrite(environ["wsgi.input"].read())
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)

    return asks_with(change)


def status(code: int, instead_of: int) -> Mutant:
    def rewrite(response: Response, _: Any) -> None:
        if response.status_code == instead_of:
            response.status_code = code

    return answers_with(rewrite)


def without_header(name: str) -> Mutant:
    return answers_with(lambda response, _: response.headers.remove(name))


def with_field(endpoint: str, name: str, value: Any) -> Mutant:
    return answers_with(lambda _, body: body.update({name: value}), endpoint)


def errors_as(content_type: str) -> Mutant:
    def rewrite(response: Response, _: Any) -> None:
        if response.status_code >= 400:
            response.content_type = content_type

    return answers_with(rewrite)


def errors_without(field: str) -> Mutant:
    def rewrite(response: Response, body: Any) -> None:
        if response.status_code >= 400:
            del body[field]

    return answers_with(rewrite)


def errors_called(slug: str, instead_of: str) -> Mutant:
    def rewrite(_: Response, body: Any) -> None:
        if body.get("type") == f"urn:cleave:problem:{instead_of}":
            body["type"] = f"urn:cleave:problem:{slug}"

    return answers_with(rewrite)
