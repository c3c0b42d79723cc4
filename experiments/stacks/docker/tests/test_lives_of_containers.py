"""Containers are started, seen to die, and started again by the restart rule."""

import dataclasses
import threading

import pytest
from docker.errors import APIError
from requests import Response

from experiments.stacks.docker.box import Box
from experiments.stacks.docker.events import Deaths
from experiments.stacks.docker.names import NAME
from experiments.stacks.docker.tests.conftest import Yard
from experiments.stacks.docker.tests.fake_engine import fake_engine
from experiments.stacks.local.endpoints import ports_in
from experiments.stacks.local.process import Probe
from experiments.stacks.protocol import StackError
from experiments.testing.waiting import wait_until


def ready(yard: Yard) -> None:
    yard.keeper.wait_ready(yard.keeper.names(), 10, strict=False)


def refused(status: int) -> APIError:
    """As the package tells a refusal of the engine."""
    response = Response()
    response.status_code = status
    return APIError("", response=response, explanation="the engine is ill")


def refuse(*_: object, **__: object) -> None:
    raise refused(500)


def serving(yard: Yard) -> tuple[int, ...]:
    return ports_in(yard.folder / "endpoints", "front")


def test_a_container_serves_when_it_is_ready_and_is_told_of_by_its_address(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    assert serving(yard) == yard.box.ports
    assert '"10.9.8.100"' in (yard.folder / "endpoints" / "front.json").read_text()


def test_what_dies_is_started_again_and_serves_nobody_meanwhile(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.keeper.kill("front-1", stays_down=False)
    wait_until(lambda: yard.api.starts == {"c1": 2})
    ready(yard)
    assert serving(yard) == yard.box.ports


def test_what_stays_down_does_so_until_it_is_restarted(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.keeper.kill("front-1", stays_down=True)
    assert serving(yard) == ()
    with pytest.raises(StackError, match="front-1 was not ready in 0 s: its last word"):
        yard.keeper.wait_ready(["front-1"], 0.2, strict=False)
    assert yard.api.starts == {"c1": 1}
    yard.keeper.restart("front-1")
    ready(yard)
    assert yard.api.starts == {"c1": 2}


def test_a_held_container_serves_when_it_is_switched_in(yard: Yard) -> None:
    yard.keeper.add(dataclasses.replace(yard.box, held=True))
    ready(yard)
    assert serving(yard) == ()
    versions = yard.keeper.switch(["front-1"], [])
    assert serving(yard) == yard.box.ports
    assert versions == {"front": 2}


def test_a_death_at_the_start_is_told_with_its_last_word(yard: Yard) -> None:
    silent = dataclasses.replace(yard.box, probe=Probe("tcp", 9))
    yard.keeper.add(silent)
    yard.api.die("c1", 3)
    with pytest.raises(StackError, match=r"front-1 died at start \(exit 3\): its last word"):
        yard.keeper.wait_ready(["front-1"], 10, strict=True)


def test_a_command_that_fails_leaves_no_container(yard: Yard) -> None:
    command = Box("front.prepare", "front", "cleave/front:1", ("migrate",))
    start = yard.api.start

    def start_and_fail(container: str) -> None:
        start(container)
        yard.api.die(container, 1)

    yard.api.start = start_and_fail  # type: ignore[method-assign]
    with pytest.raises(StackError, match=r"front.prepare failed \(exit 1\)"):
        yard.keeper.run(command, 10)
    assert yard.api.made == {}
    assert (yard.folder / "logs" / "front.prepare.log").read_bytes()


def test_one_that_is_paused_is_not_ready_until_it_goes_on(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.keeper.pause("front-1")
    with pytest.raises(StackError, match="not ready"):
        yard.keeper.wait_ready(["front-1"], 0.2, strict=False)
    assert serving(yard) == yard.box.ports
    yard.keeper.resume("front-1")
    yard.keeper.resume("front-1")
    ready(yard)


def test_a_quota_holds_those_that_come_later_too_and_can_be_lifted(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    yard.keeper.limit_cpu("front", 0.4)
    assert yard.api.updates[-1]["cpu_quota"] == 40_000
    yard.keeper.add(dataclasses.replace(yard.box, name="front-2"))
    assert yard.api.made["c2"]["host_config"]["cpu_quota"] == 40_000
    yard.keeper.limit_cpu("front", None)
    assert [each["cpu_quota"] for each in yard.api.updates[-2:]] == [-1, -1]


def test_what_the_dead_have_used_is_not_forgotten(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.api.cpu_ns["c1"] = 2_000_000_000
    assert yard.keeper.usage().cpu_seconds == 2.0
    yard.keeper.kill("front-1", stays_down=True)
    used = yard.keeper.usage()
    assert used.cpu_seconds == 2.0
    assert used.memory_bytes == 0
    yard.keeper.restart("front-1")
    yard.api.cpu_ns["c1"] = 500_000_000
    assert yard.keeper.usage().groups["front"].cpu_seconds == 2.5
    assert yard.keeper.usage().memory_bytes == 600


def test_a_container_that_has_died_meanwhile_is_killed_all_the_same(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)

    def dies_first(container: str) -> None:
        yard.api.die(container, 1)
        raise refused(409)

    yard.api.kill = dies_first  # type: ignore[method-assign]
    yard.keeper.kill("front-1", stays_down=True)
    assert serving(yard) == ()


@pytest.mark.parametrize("refused_act", ["unpause", "stop", "start", "stats"])
def test_what_the_engine_refuses_is_said_in_one_line(yard: Yard, refused_act: str) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.keeper.pause("front-1")
    setattr(yard.api, refused_act, refuse)
    with pytest.raises(StackError, match=r"(front-1|what is used).*: the engine is ill"):
        yard.keeper.restart("front-1")


def test_one_that_the_engine_does_not_kill_is_not_waited_for(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.api.kill = refuse  # type: ignore[method-assign]
    with pytest.raises(StackError, match="front-1 cannot be killed: the engine is ill"):
        yard.keeper.kill("front-1", stays_down=False)


def test_one_that_cannot_be_resumed_still_counts_as_paused(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.keeper.pause("front-1")
    yard.api.unpause = refuse  # type: ignore[method-assign]
    with pytest.raises(StackError, match="front-1 cannot be resumed"):
        yard.keeper.resume("front-1")
    with pytest.raises(StackError, match="not ready"):
        yard.keeper.wait_ready(["front-1"], 0.2, strict=False)


def test_nobody_unknown_can_be_killed(yard: Yard) -> None:
    with pytest.raises(StackError, match="toy has no front-7"):
        yard.keeper.kill("front-7", stays_down=False)


def test_our_own_containers_have_limits_and_no_privileges(yard: Yard) -> None:
    yard.keeper.add(dataclasses.replace(yard.box, read_only=True))
    host = yard.api.made["c1"]["host_config"]
    assert host["mem_limit"] == host["memswap_limit"] == 256_000_000
    assert (host["read_only"], host["cap_drop"]) == (True, ["ALL"])
    assert set(host["port_bindings"].values()) == {("127.0.0.1", yard.box.ports[0])}


def test_when_the_engine_tells_no_more_that_is_said(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    ready(yard)
    yard.api.stream.close()
    wait_until(lambda: "deaths-toy" not in {each.name for each in threading.enumerate()})
    with pytest.raises(StackError, match="the engine no longer tells what dies"):
        yard.keeper.wait_ready(["front-1"], 10, strict=False)


def test_a_death_that_cannot_be_seen_to_is_logged_and_the_next_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    engine, api = fake_engine()
    told: list[str] = []

    def died(name: str, _: int) -> None:
        told.append(name)
        if name == "front-1":
            raise OSError("the disk is full")

    deaths = Deaths(engine, "lab", "toy", died)
    for name in ("front-1", "front-2"):
        about = {NAME: name, "exitCode": "1"}
        api.stream.waiting.put({"Actor": {"Attributes": about}})
    wait_until(lambda: told == ["front-1", "front-2"])
    assert "the death of front-1 was not seen to" in caplog.text
    assert not deaths.blind
    deaths.close()


def test_no_container_gets_new_privileges(yard: Yard) -> None:
    yard.keeper.add(yard.box)
    assert yard.api.made["c1"]["host_config"]["security_opt"] == ["no-new-privileges"]
