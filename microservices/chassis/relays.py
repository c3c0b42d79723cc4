"""All senders of a service: one, or one for each lane of what it sends."""

from collections.abc import Sequence

from microservices.chassis.outbox import Stored
from microservices.chassis.relay import Relay
from microservices.chassis.worker import Worker


class Relays(Worker):
    """Each message has one sender, by its topic, so that those of one key keep their order."""

    def __init__(self, relays: Sequence[Relay]) -> None:
        super().__init__({})
        self._relays = relays
        self.threads = [thread for relay in relays for thread in relay.threads]

    def stop(self) -> None:
        super().stop()
        for relay in self._relays:
            relay.stop()

    def hand_over(self, stored: Stored) -> None:
        """To the one who sends it. Called by whoever committed it."""
        for relay in self._relays:
            if relay.lane.takes(stored.record.topic):
                relay.hand_over(stored)

    def age_s(self) -> float:
        """For how long what waits longest has been waiting."""
        return max(relay.waiting.age_s() for relay in self._relays)

    def send_batch(self) -> int:
        """One batch of each; returns how many messages."""
        return sum(relay.send_batch() for relay in self._relays)
