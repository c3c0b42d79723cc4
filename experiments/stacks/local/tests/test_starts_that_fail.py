"""A start that fails says why in one line and leaves nothing running."""

import dataclasses
import socket
from collections.abc import Iterator

import pytest

from experiments.stacks.local.leftovers import processes_of
from experiments.stacks.local.places import Places
from experiments.stacks.protocol import StackError
from experiments.testing.toy_arm import TOY, private_places, toy_part, toy_stack
from experiments.topology import FEATURES, Topology

pytestmark = pytest.mark.real


@pytest.fixture
def places() -> Iterator[Places]:
    with private_places() as places:
        yield places


def test_a_busy_gateway_port_is_named_and_nothing_is_left(places: Places) -> None:
    with socket.create_server(("127.0.0.1", TOY.gateway_port + 50)):
        elsewhere = dataclasses.replace(TOY, base_port=TOY.gateway_port + 50)
        with pytest.raises(StackError, match=rf"port {elsewhere.gateway_port}, .* is in use"):
            toy_stack(places, elsewhere).start()
    assert not places.arm("toy").exists()


def elsewhere(name: str, *, factory: str = "build") -> Topology:
    part = toy_part(name, FEATURES, replicas=1, factory=factory)
    return Topology(name=name, parts=(part,), base_port=20400)


def test_a_replica_that_cannot_come_up_is_named_with_its_last_line(places: Places) -> None:
    expected = r"broken-1 died at start \(exit 1\): .*this part was built to fail \(logs: .*\)"
    with pytest.raises(StackError, match=expected) as said:
        toy_stack(places, elsewhere("broken", factory="broken")).start()
    assert "\n" not in str(said.value)
    assert processes_of(places.arm("broken")) == []
    assert not places.arm("broken").exists()


def test_a_database_that_dies_at_start_is_named_with_its_last_line(places: Places) -> None:
    own_cache = places.state / "cache"
    own_cache.mkdir(exist_ok=True)
    stack = toy_stack(Places(places.state, own_cache), elsewhere("ruined"))
    stack.start()
    stack.stop()
    [template] = (own_cache / "templates").glob("ruined-*")
    (template / "data" / "global" / "pg_control").rename(template / "data" / "lost")
    with pytest.raises(StackError, match=r"ruined\.database died at start .*pg_control"):
        stack.start()
    assert processes_of(places.arm("ruined")) == []
    assert not places.arm("ruined").exists()
