from typing import Any


class Outside:
    """The outside world, but no process of it."""

    url = "http://127.0.0.1:20050"

    def __init__(self, *_: Any) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...
