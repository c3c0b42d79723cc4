"""How long something has waited to be sent, as far as one replica knows."""

import time


class Waiting:
    """Told from several threads; a message that begins to wait in the very moment in which another
    ends is counted from the next on."""

    def __init__(self) -> None:
        self._since: float | None = None

    def begins(self) -> None:
        """Something waits now; what has waited before still does."""
        if self._since is None:
            self._since = time.monotonic()

    def is_over(self) -> None:
        """Nothing waits."""
        self._since = None

    def age_s(self) -> float:
        """Seconds; 0 where nothing waits."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since
