"""The services on the local stack: databases that open to their own part only, and the broker."""

import dataclasses
from collections.abc import Iterator
from itertools import permutations

import psycopg
import pytest
from kafka.admin import KafkaAdminClient

from experiments.stacks.local.passwords import open_passwords
from experiments.stacks.local.places import Places
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.local.topics import wait_for_topics
from experiments.stacks.protocol import Broker, Replica
from experiments.testing.toy_arm import private_places, toy_stack
from experiments.testing.toy_part import connect
from experiments.topology import FEATURES, PARTITIONS, SERVICES

pytestmark = pytest.mark.real

ARM = dataclasses.replace(SERVICES, name="trial", base_port=20500)
MEMORY_LIMIT = int(1.2 * 2**30)


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


@pytest.fixture(scope="module")
def arm(places: Places) -> Iterator[LocalStack]:
    with toy_stack(places, ARM) as stack:
        yield stack


def url_of(arm: LocalStack, places: Places, role: str, feature: str) -> str:
    """The database of `feature` with the role and password of another part."""
    password = open_passwords(places.cache).of(role, role)
    where = arm.audit_url(feature).rpartition("@")[2]
    return f"postgresql://{role}:{password}@{where}"


@pytest.mark.parametrize("feature", FEATURES)
def test_a_service_opens_its_own_database(arm: LocalStack, places: Places, feature: str) -> None:
    with connect(url_of(arm, places, feature, feature)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (feature,)


@pytest.mark.parametrize(("role", "feature"), list(permutations(FEATURES, 2)))
def test_its_credentials_open_no_other(
    arm: LocalStack, places: Places, role: str, feature: str
) -> None:
    url = url_of(arm, places, role, feature)
    for database in (feature, role, "template1"):
        with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf|authentication failed"):
            connect(f"{url.rpartition('/')[0]}/{database}")


def test_another_role_does_not_open_it_with_its_own_password_either(
    arm: LocalStack, places: Places
) -> None:
    password = open_passwords(places.cache).of("orders", "orders")
    where = arm.audit_url("orders").rpartition("@")[2]
    for role in ("payments", "auditor", "postgres"):
        with pytest.raises(psycopg.OperationalError):
            connect(f"postgresql://{role}:{password}@{where}")


def broker_port(arm: LocalStack) -> int:
    return arm._up.ports.broker


def test_the_broker_has_every_topic_with_its_partitions(arm: LocalStack) -> None:
    admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{broker_port(arm)}")
    try:
        found = {each["name"]: each for each in admin.describe_topics(list(ARM.topics))}
    finally:
        admin.close()
    assert set(found) == set(ARM.topics)
    assert {len(each["partitions"]) for each in found.values()} == {PARTITIONS}


def test_a_killed_broker_serves_again(arm: LocalStack) -> None:
    arm.wait_healthy(60)
    arm.kill(Broker())
    arm.wait_healthy(60)
    wait_for_topics(broker_port(arm), ARM.topics, 10)


def test_a_replica_comes_back_while_the_broker_is_down(arm: LocalStack) -> None:
    arm.wait_healthy(60)
    arm.kill(Broker())
    arm.kill(Replica("catalog", 1))
    arm.wait_healthy(60)


def test_the_arm_keeps_within_its_memory(arm: LocalStack) -> None:
    usage = arm.usage()
    expected = {*FEATURES, *(f"{feature}.database" for feature in FEATURES), "broker", "gateway"}
    assert expected <= set(usage.groups)
    assert usage.memory_bytes <= MEMORY_LIMIT
