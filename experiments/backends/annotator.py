"""Tells the backends what is done to an arm, on its own thread: no experiment waits for them."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import requests

from experiments.backends.addresses import Addresses
from experiments.backends.annotation import INDEX, Action, Annotation, alert, document, span

Post = Callable[[str, Any], None]
"""Sends a body as JSON. Raises OSError if it is not taken."""
MOST_WAITING: Final = 100
ANSWER_S: Final = 1.0
CLOSE_WITHIN_S: Final = 5.0


class Annotator:
    """What a backend does not take, or what finds too many waiting, is lost and counted."""

    def __init__(self, to: Addresses, post: Post | None = None) -> None:
        self.lost = 0
        self._to = to
        self._post = post or _posting()
        self._began: dict[tuple[str, str, str], datetime] = {}
        self._waiting: queue.Queue[Annotation | None] = queue.Queue(MOST_WAITING)
        self._sender = threading.Thread(target=self._send_all, name="annotations", daemon=True)
        self._sender.start()

    def tell(self, annotation: Annotation) -> None:
        """Returns at once."""
        try:
            self._waiting.put_nowait(annotation)
        except queue.Full:
            self.lost += 1

    def close(self) -> None:
        """What still waits is sent, as far as that takes no longer than CLOSE_WITHIN_S."""
        with suppress(queue.Full):
            self._waiting.put(None, timeout=CLOSE_WITHIN_S)
        self._sender.join(CLOSE_WITHIN_S)

    def _send_all(self) -> None:
        while (annotation := self._waiting.get()) is not None:
            for address, body in self._bodies(annotation):
                try:
                    self._post(address, body)
                except OSError:
                    self.lost += 1

    def _bodies(self, annotation: Annotation) -> Iterator[tuple[str, Any]]:
        yield f"{self._to.elasticsearch}/{INDEX}/_doc", document(annotation)
        yield f"{self._to.alertmanager}/api/v2/alerts", [alert(annotation)]
        if annotation.action is Action.BEGINS:
            self._began[annotation.thing] = annotation.at
        else:
            began = self._began.pop(annotation.thing, annotation.at)
            yield self._to.spans, span(annotation, began)


def _posting() -> Post:
    session = requests.Session()
    session.trust_env = False

    def post(address: str, body: Any) -> None:
        session.post(address, json=body, timeout=ANSWER_S).raise_for_status()

    return post
