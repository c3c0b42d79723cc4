"""The shop as many threads ask it through the gateway: one try each, and an end to each."""

import json
from typing import Any, Final

from urllib3.connectionpool import connection_from_url
from urllib3.exceptions import HTTPError

ANSWER_S: Final = 6.0
"""Above the gateway's own timeout, so that it is the gateway who gives up."""


class ShopClient:
    def __init__(self, gateway_url: str, at_once: int) -> None:
        """`at_once` threads at most use it together."""
        self._pool = connection_from_url(gateway_url, maxsize=at_once, timeout=ANSWER_S)

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, Any]:
        """The answer's status and JSON body; status 0 where none came, None where it is no JSON."""
        try:
            answer = self._pool.urlopen(method, path, body, headers, retries=False, redirect=False)
        except HTTPError:
            return 0, None
        try:
            return answer.status, json.loads(answer.data)
        except ValueError:
            return answer.status, None

    def close(self) -> None:
        self._pool.close()
