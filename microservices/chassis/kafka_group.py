"""A replica in its consumer group: whether it is in, and how it takes its leave."""

import time
from collections.abc import Sequence

from kafka import ConsumerRebalanceListener
from kafka.admin import KafkaAdminClient, MemberToRemove
from kafka.structs import ConsumerGroupMetadata

from microservices.chassis.kafka_settings import PATIENCE, require_listener

JOIN_WITHIN_S = 10.0
LEAVE_TIMEOUT_MS = 1_000


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """Knows whether the group has given this consumer its share, which is nothing where there are
    more consumers than partitions."""

    def __init__(self) -> None:
        self._settle(False)

    def on_partitions_assigned(self, _: Sequence[object]) -> None:
        self._settle(True)

    def on_partitions_revoked(self, _: Sequence[object]) -> None:
        self._settle(False)

    @property
    def is_stuck(self) -> bool:
        """kafka-python 3.0 may wait for ever for the end of a rebalance that outlasted a poll."""
        return not self.is_settled and time.monotonic() - self._since > JOIN_WITHIN_S

    def _settle(self, settled: bool) -> None:
        self.is_settled, self._since = settled, time.monotonic()


def put_out(servers: str, member: ConsumerGroupMetadata) -> None:
    """Take a member out of its group, so that the others get its share at once.

    A named replica is expected back, so its own client does not say that it leaves. Its id goes
    along with the name: should a new incarnation have the name by now, that one stays. Raises
    Unavailable and KafkaError.
    """
    require_listener(servers)
    admin = KafkaAdminClient(
        bootstrap_servers=servers, request_timeout_ms=LEAVE_TIMEOUT_MS, **PATIENCE
    )
    try:
        leaving = MemberToRemove(member.member_id, member.group_instance_id)
        admin.remove_group_members(member.group_id, [leaving])
    finally:
        admin.close()
