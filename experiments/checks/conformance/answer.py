"""One answer of the shop, with the question it belongs to."""

from dataclasses import dataclass
from typing import Any

import requests

LONGEST_SUMMARY = 160


@dataclass(frozen=True)
class Answer:
    """`path` is as it was sent, with the query."""

    method: str
    path: str
    raw: requests.Response

    @property
    def request(self) -> str:
        path = self.path if len(self.path) <= 80 else f"{self.path[:77]}..."
        return f"{self.method} {path}"

    @property
    def status(self) -> int:
        return self.raw.status_code

    @property
    def content_type(self) -> str:
        return self.raw.headers.get("Content-Type", "nothing").partition(";")[0]

    @property
    def summary(self) -> str:
        text = self.raw.content[:LONGEST_SUMMARY].decode(errors="replace")
        return f"{self.status} {' '.join(text.split())}"

    def header(self, name: str) -> str | None:
        return self.raw.headers.get(name)

    def json(self) -> Any:
        """The body, or None where it is not JSON."""
        try:
            return self.raw.json()
        except requests.JSONDecodeError:
            return None
