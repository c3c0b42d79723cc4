"""What transports are told of senders and readers is what the services do."""

from sqlalchemy import select

from experiments import topology
from microservices.chassis.service import Service
from microservices.chassis.tables import outbox
from microservices.chassis.topics import PARTITIONS, TOPICS, sent_by
from microservices.tests.arm import SERVICES, Arm, Place
from shared_domain.messages.commands import ScreenRisk


def test_the_readers_of_a_topic_are_those_who_consume_it(bare_arm: Arm) -> None:
    for name, topic in TOPICS.items():
        reading = {who for who, one in bare_arm.consumers.items() if name in one.topics}
        assert set(topic.readers) == reading


def test_an_order_is_told_by_those_who_are_known_to_send(
    arm: Arm, place: Place, unscreened: list[ScreenRisk]
) -> None:
    place(("p-0001", 1))
    arm.screening.screen(unscreened.pop())
    arm.settle()
    told = {name: topics_of(service) for name, service in arm.services.items()}
    assert told == {name: set(sent_by(name)) for name in SERVICES}


def topics_of(service: Service) -> set[str]:
    with service.database.read() as session:
        return set(session.execute(select(outbox.c.topic)).scalars())


def test_the_lab_knows_the_same_topics() -> None:
    assert set(topology.TOPICS) == set(TOPICS)
    assert {name: one.readers for name, one in TOPICS.items()} == dict(topology.READ_BY)
    sending = {name: set(sent_by(name)) for name in SERVICES if sent_by(name)}
    assert sending == {name: set(topics) for name, topics in topology.SENT_TO.items()}
    assert topology.PARTITIONS == PARTITIONS
