"""The restart rule of replicas, databases, broker and gateway, on both arms."""

from experiments.budget import Restarts


class Backoff:
    """How long to wait before a dead process is started again."""

    def __init__(self, rule: Restarts) -> None:
        self._rule = rule
        self._next_s = rule.first_s

    def delay_after(self, lived_s: float) -> float:
        """Seconds to wait now that the process died `lived_s` seconds after its start."""
        if lived_s >= self._rule.good_after_s:
            self.reset()
        delay = self._next_s
        self._next_s = min(self._rule.limit_s, 2 * delay)
        return delay

    def reset(self) -> None:
        """The next death waits the shortest time again."""
        self._next_s = self._rule.first_s
