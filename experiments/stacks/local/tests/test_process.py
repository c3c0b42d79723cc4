"""A process's description survives the way to the supervisor."""

import json

from experiments.stacks.local.process import Probe, ProcessSpec


def test_a_description_is_the_same_after_the_socket() -> None:
    spec = ProcessSpec(
        name="orders-1",
        group="orders",
        argv=("true", "--port", "1"),
        environment={"A": "b"},
        folder="/",
        log="/tmp/log",
        probe=Probe("http", 20211, "/health/ready"),
        serves=("orders",),
        user=65534,
    )
    assert ProcessSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec
