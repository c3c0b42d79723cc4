"""The bus over Apache Kafka."""

import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError

from microservices.chassis.bus import HUNG_AFTER_S, PUBLISH_TIMEOUT_S, Delivery, Record
from microservices.chassis.kafka_group import (
    JOIN_WITHIN_S,
    LEAVE_TIMEOUT_MS,
    Membership,
    put_out,
)
from microservices.chassis.kafka_lag import Lag
from microservices.chassis.kafka_settings import PATIENCE, require_listener
from shared_domain.kernel.errors import Unavailable

SEND_BLOCKS_S = 1.0  # where Kafka does not tell who leads a partition, or takes nothing
SESSION_TIMEOUT_MS = 6_000
HEARTBEAT_MS = 1_000
MOST_RECORDS = 10  # a rebalance waits until what was received is handled ...
POLL_WITHIN_MS = int(HUNG_AFTER_S * 1000)  # ... and no longer
COMMIT_EVERY_S = 1.0  # what comes again after a crash is known to the inbox
METRICS = False  # nobody reads them, and they cost a tenth of a message


class KafkaBus:
    """`group` shares the work between replicas; `replica` lets a restarted one resume its part."""

    def __init__(self, servers: str, group: str, replica: str) -> None:
        self._servers = servers
        self._group = group
        self._replica = replica

    def publisher(self) -> "KafkaPublisher":
        require_listener(self._servers)
        return KafkaPublisher(self._servers, self._replica)

    def subscribe(self, topics: Sequence[str]) -> "KafkaSubscription":
        require_listener(self._servers)
        return KafkaSubscription(self._servers, self._group, self._replica, topics)


class KafkaPublisher:
    def __init__(self, servers: str, replica: str) -> None:
        try:
            self._producer = KafkaProducer(
                bootstrap_servers=servers,
                client_id=replica,
                acks="all",
                delivery_timeout_ms=int(PUBLISH_TIMEOUT_S * 1000),
                request_timeout_ms=2_000,
                max_block_ms=int(SEND_BLOCKS_S * 1000),
                allow_auto_create_topics=False,
                metrics_enabled=METRICS,
                **PATIENCE,
            )
        except KafkaError as error:
            raise Unavailable(f"Kafka does not answer: {error}") from error

    def publish(self, records: Sequence[Record]) -> None:
        until = time.monotonic() + PUBLISH_TIMEOUT_S
        try:
            for future in [self._send(each, until - SEND_BLOCKS_S) for each in records]:
                future.get(timeout=max(0.0, until - time.monotonic()))
        except KafkaError as error:
            raise Unavailable(f"not known to be published: {error}") from error

    def _send(self, record: Record, begin_until: float) -> Any:
        if time.monotonic() > begin_until:
            raise Unavailable("not known to be published: Kafka takes records too slowly")
        return self._producer.send(record.topic, record.payload, record.key.encode())

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it is given up; what is unsent stays in the outbox
            self._producer.close(timeout=PUBLISH_TIMEOUT_S)


class KafkaSubscription:
    def __init__(self, servers: str, group: str, replica: str, topics: Sequence[str]) -> None:
        try:
            self._membership = Membership()
            self._consumer = KafkaConsumer(
                bootstrap_servers=servers,
                client_id=replica,
                group_id=group,
                group_instance_id=replica,
                session_timeout_ms=SESSION_TIMEOUT_MS,
                heartbeat_interval_ms=HEARTBEAT_MS,
                max_poll_records=MOST_RECORDS,
                max_poll_interval_ms=POLL_WITHIN_MS,
                auto_offset_reset="earliest",
                enable_auto_commit=False,
                request_timeout_ms=SESSION_TIMEOUT_MS + 4_000,
                metrics_enabled=METRICS,
                **PATIENCE,
            )
            self._consumer.subscribe(topics, listener=self._membership)
        except KafkaError as error:
            raise Unavailable(f"Kafka does not answer: {error}") from error
        self._servers = servers
        self._lag = Lag(topics)
        self._committed_at = time.monotonic()
        self._handled = True

    @property
    def assigned(self) -> bool:
        return self._membership.is_settled

    @property
    def behind(self) -> Mapping[str, int]:
        return self._lag.behind(self._consumer)

    def receive(self, timeout_s: float) -> list[Delivery]:
        try:
            batches: dict[Any, list[Any]] = self._consumer.poll(timeout_ms=int(timeout_s * 1000))
        except KafkaError as error:
            raise Unavailable(f"Kafka does not answer: {error}") from error
        if self._membership.is_stuck:
            raise Unavailable(f"not let into its group within {JOIN_WITHIN_S:.0f} s")
        self._join_if_forgotten()
        self._handled = self._handled and not batches
        self._lag.received(batches)
        return [
            Delivery(each.topic, f"{each.topic}:{each.partition}:{each.offset}", each.value or b"")
            for batch in batches.values()
            for each in batch
        ]

    def _join_if_forgotten(self) -> None:
        """kafka-python 3.0 forgets a rebalance that ends just as a poll's time is over: it takes
        itself for a member, has no share and asks for none."""
        coordinator = self._consumer._coordinator
        if not self.assigned and not coordinator.need_rejoin():
            coordinator.request_rejoin()

    def done(self) -> None:
        self._handled = True
        if time.monotonic() - self._committed_at < COMMIT_EVERY_S:
            return
        self._committed_at = time.monotonic()
        self._commit(int(PUBLISH_TIMEOUT_S * 1000))

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it is given up, whatever state it is in
            self._consumer.close(autocommit=False, timeout_ms=0)

    def leave(self) -> None:
        if self._handled:
            self._commit(LEAVE_TIMEOUT_MS)
        member = self._consumer.group_metadata()
        self.close()
        with contextlib.suppress(Exception):  # then its session times out
            put_out(self._servers, member)

    def _commit(self, timeout_ms: int) -> None:
        with contextlib.suppress(KafkaError):  # down or rebalanced: it comes again, the inbox knows
            self._consumer.commit(timeout_ms=timeout_ms)
