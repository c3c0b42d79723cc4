"""An arm has the transport that its topology names; another one is another value."""

import pytest

from experiments.topology import (
    CATALOG,
    INVENTORY,
    KAFKA,
    MONOLITH,
    ORDERS,
    RABBITMQ,
    REST,
    SERVICES,
    TRANSPORTS,
)
from experiments.transports import UnknownTransport, label, over, require_known
from shared_domain.messages.forms import COMPACT, JSON


def test_an_arm_that_sends_no_messages_stays_as_it_is() -> None:
    assert over(MONOLITH, REST, COMPACT) == MONOLITH
    assert not MONOLITH.sends


def test_the_usual_transport_is_what_an_arm_has_anyway() -> None:
    assert over(SERVICES, KAFKA, JSON) == SERVICES


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_transport_sends_and_only_some_have_a_broker(transport: str) -> None:
    arm = over(SERVICES, transport, COMPACT)
    assert (arm.name, arm.transport, arm.form) == ("services", transport, COMPACT)
    assert arm.sends
    assert arm.broker is (transport != REST)
    assert arm.topics == SERVICES.topics


def test_where_services_call_each_other_each_topic_has_a_sender_and_each_mailbox_a_connection() -> (
    None
):
    calling = over(SERVICES, REST, JSON)

    def more(feature: str) -> tuple[int, int]:
        now, before = calling.part_of(feature), SERVICES.part_of(feature)
        return now.beside - before.beside, now.connections - before.connections

    assert [more(each) for each in (ORDERS, INVENTORY, CATALOG)] == [(3, 1), (1, 1), (1, 0)]
    assert over(SERVICES, RABBITMQ, JSON).parts == SERVICES.parts


@pytest.mark.parametrize(
    ("transport", "form", "called"),
    [
        (KAFKA, JSON, "services"),
        (RABBITMQ, JSON, "services over RabbitMQ"),
        (KAFKA, COMPACT, "services compact"),
        (REST, COMPACT, "services over REST compact"),
    ],
)
def test_an_arm_is_called_by_what_is_not_usual(transport: str, form: str, called: str) -> None:
    assert label("services", transport, form) == called


def test_what_is_unknown_is_answered_with_what_there_is() -> None:
    with pytest.raises(
        UnknownTransport, match="transport 'nats': choose from kafka, rabbitmq, rest"
    ):
        require_known("nats", JSON)
    with pytest.raises(UnknownTransport, match="encoding 'xml': choose from json, compact"):
        require_known(REST, "xml")
