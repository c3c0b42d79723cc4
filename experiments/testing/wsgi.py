"""HTTP without a network: a requests session that calls WSGI applications by host name."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from werkzeug.test import Client


class WsgiAdapter(HTTPAdapter):
    """Answers what is sent to it from a WSGI application, as a server would."""

    def __init__(self, application: Any) -> None:
        super().__init__()
        self._application = application

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        assert request.url is not None
        url = urlsplit(request.url)
        body = _bytes(request.body)
        answer = Client(self._application).open(
            url.path + (f"?{url.query}" if url.query else ""),
            method=request.method,
            headers=[(name, _latin(value)) for name, value in request.headers.items()],
            input_stream=io.BytesIO(body),
            content_length=None if "Transfer-Encoding" in request.headers else len(body),
            environ_overrides={"wsgi.input_terminated": True},
        )
        raw = HTTPResponse(
            io.BytesIO(answer.data),
            headers=HTTPHeaderDict(list(answer.headers)),
            status=answer.status_code,
            preload_content=False,
        )
        return self.build_response(request, raw)


def session_for(applications: Mapping[str, Any]) -> requests.Session:
    """A session that reaches application `name` at http://name."""
    session = requests.Session()
    session.trust_env = False
    for name, application in applications.items():
        session.mount(f"http://{name}", WsgiAdapter(application))
    return session


def _latin(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _bytes(body: Any) -> bytes:
    if body is None or isinstance(body, bytes):
        return body or b""
    return body.encode() if isinstance(body, str) else b"".join(body)
