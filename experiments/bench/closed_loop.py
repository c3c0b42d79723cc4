"""A few clients that ask again as soon as they are answered: what saturates one server process.

Not for latencies (see `experiments/workload`): only for what an answer costs the server.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

from experiments.errors import LabError

CLIENTS = 4
TIMEOUT_S = 5.0


class UnexpectedAnswer(LabError):
    """The server does not do what it is measured at."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]
    status: int


Ask = Callable[[int, int], Request]
"""(client, number of its request) to the request."""


def drive(port: int, ask: Ask, seconds: float, clients: int = CLIENTS) -> int:
    """How many requests were answered as expected within `seconds`.

    Raises UnexpectedAnswer.
    """
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(lambda client: _client(port, ask, client, until), range(clients)))


def _client(port: int, ask: Ask, client: int, until: float) -> int:
    answered = 0
    with closing(HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)) as connection:
        while time.monotonic() < until:
            _get_answer(connection, ask(client, answered))
            answered += 1
    return answered


def _get_answer(connection: HTTPConnection, request: Request) -> None:
    connection.request(request.method, request.path, request.body, dict(request.headers))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != request.status:
        said = body[:200].decode(errors="replace")
        raise UnexpectedAnswer(f"{request.method} {request.path}: {answer.status} {said}")
