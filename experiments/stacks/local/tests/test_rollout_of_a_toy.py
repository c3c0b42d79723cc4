"""Deploys and scalings of a toy arm: nobody who asks meanwhile is let down or sees a mixture."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from experiments.artefacts.release import BASE, Change, Release
from experiments.stacks.local import rollout
from experiments.stacks.local.stack import LocalStack
from experiments.stacks.protocol import Gateway, StackError
from experiments.testing.toy_arm import private_places, toy_stack
from experiments.testing.toy_part import connect
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
MakeRelease = Callable[..., Release]

NAMING = """
    greet = feature.greet
    feature.greet = lambda replica, path: {{**greet(replica, path), "release": "{name}"}}
    return feature
"""
SLOW = """
    import time
    greet = feature.greet
    def slowly(replica, path):
        time.sleep(1.0 if path.endswith("/slow") else 0)
        return greet(replica, path)
    feature.greet = slowly
    return feature
"""
BROKEN = """
    raise RuntimeError("this release was built to fail")
"""


@pytest.fixture(scope="module")
def arm() -> Iterator[LocalStack]:
    with private_places() as places, toy_stack(places) as stack:
        yield stack


@pytest.fixture
def make_release(tmp_path: Path) -> MakeRelease:
    """A release that wraps the catalog as the text says."""

    def make(name: str, wrap: str = NAMING, **files: str) -> Release:
        wrapper = tmp_path / f"{name}.py"
        wrapper.write_text(f"def wrap(name, feature):{wrap.format(name=name)}")
        laid = {f"shared_domain/catalog/migrations/{key}.sql": files[key] for key in files}
        return Release(name, (Change("catalog", wrapper, laid),))

    return make


def ask(arm: LocalStack, path: str = "/products") -> dict[str, Any]:
    with direct.open(arm.gateway_url + path, timeout=5) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


@contextmanager
def asking(arm: LocalStack) -> Iterator[list[dict[str, Any]]]:
    """Asks without a pause in the block's time; fails when one question was not answered."""
    seen: list[dict[str, Any]] = []
    failures: list[Exception] = []
    over = threading.Event()

    def keep_asking() -> None:
        while not over.is_set():
            try:
                seen.append(ask(arm))
            except OSError as error:
                failures.append(error)

    thread = threading.Thread(target=keep_asking)
    thread.start()
    wait_until(lambda: len(seen) > 10)
    try:
        yield seen
        count = len(seen)
        wait_until(lambda: len(seen) > count + 10)
    finally:
        over.set()
        thread.join()
    assert failures == []


def releases(seen: list[dict[str, Any]]) -> list[str]:
    """The releases that answered, in their order, repetitions left out."""
    names = [answer.get("release", "base") for answer in seen]
    return [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]


def processes(arm: LocalStack) -> set[str]:
    return {name for name in arm._client.statuses() if name.startswith("front-")}


def current(arm: LocalStack) -> set[str]:
    return {member.name for member in arm._up.fleet.members("front")}


def test_a_deploy_changes_over_at_once_and_loses_nothing(
    arm: LocalStack, make_release: MakeRelease
) -> None:
    arm.deploy("front", BASE)
    old = current(arm)
    with asking(arm) as seen:
        deployed = arm.deploy("front", make_release("better"))
    assert releases(seen) == ["base", "better"]
    assert {answer["replica"] for answer in seen} == old | current(arm)
    assert processes(arm) == current(arm)
    assert current(arm).isdisjoint(old)
    assert arm.artefact_of("front") == deployed.artefact
    with asking(arm) as seen:
        assert arm.deploy("front", BASE).artefact.release == "base"
    assert releases(seen) == ["better", "base"]


def test_a_deploy_is_over_when_the_gateway_has_changed_over_even_if_it_was_down(
    arm: LocalStack, make_release: MakeRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = arm._up.rollout._start

    def start_then_kill(*arguments: Any) -> Any:
        members = start(*arguments)
        arm.kill(Gateway())
        return members

    monkeypatch.setattr(arm._up.rollout, "_start", start_then_kill)
    arm.deploy("front", make_release("better"))
    assert ask(arm)["release"] == "better"


def test_whoever_waits_for_an_old_replica_gets_its_answer(
    arm: LocalStack, make_release: MakeRelease
) -> None:
    arm.deploy("front", make_release("slow", SLOW))
    answers: list[str] = []
    asked = threading.Thread(target=lambda: answers.append(ask(arm, "/products/slow")["replica"]))
    old = current(arm)
    start = arm._up.rollout._start

    def start_then_ask(*arguments: Any) -> Any:
        members = start(*arguments)
        asked.start()
        wait_until(lambda: any(is_asked(arm, name) for name in old))
        return members

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arm._up.rollout, "_start", start_then_ask)
        deployed = arm.deploy("front", BASE)
    asked.join()
    assert answers[0] in old
    assert deployed.drained_s - deployed.switched_s > 0.5
    assert deployed.switched_s - deployed.healthy_s < 0.5


def is_asked(arm: LocalStack, name: str) -> bool:
    from experiments.stacks.local.draining import _is_asked
    from experiments.stacks.local.families import family

    status = arm._client.statuses()[name]
    port = next(each.port for each in arm._up.fleet.members("front") if each.name == name)
    assert status.pid is not None
    return any(_is_asked(process, port) for process in family(status.pid))


def test_a_release_that_dies_at_start_changes_nothing(
    arm: LocalStack, make_release: MakeRelease
) -> None:
    old, release = current(arm), arm.artefact_of("front").release
    expected = rf"front stays at {release}: front-\d+ died at start .*was built to fail"
    with asking(arm) as seen, pytest.raises(StackError, match=expected) as said:
        arm.deploy("front", make_release("broken", BROKEN))
    assert "\n" not in str(said.value)
    assert {answer["replica"] for answer in seen} <= old
    assert processes(arm) == current(arm) == old
    arm.wait_healthy(30)


def test_a_deploy_that_is_interrupted_leaves_what_ran(
    arm: LocalStack, make_release: MakeRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    old = current(arm)
    monkeypatch.setattr(rollout, "wait_started", interrupt)
    with pytest.raises(KeyboardInterrupt):
        arm.deploy("front", make_release("better"))
    assert processes(arm) == current(arm) == old
    assert ask(arm)["replica"] in old


def test_a_wrapper_that_cannot_be_shipped_is_refused(arm: LocalStack, tmp_path: Path) -> None:
    release = Release("lost", (Change("catalog", wrapper=tmp_path / "nowhere.py"),))
    with pytest.raises(StackError, match=r"front stays at .*: cannot read the wrapper"):
        arm.deploy("front", release)


def test_a_migration_runs_before_the_new_replicas_and_once(
    arm: LocalStack, make_release: MakeRelease
) -> None:
    release = make_release("wider", c_0002="CREATE TABLE later AS SELECT 1 AS n")
    arm.deploy("front", release)
    with connect(arm.audit_url("catalog")) as connection:
        assert connection.execute("SELECT n FROM later").fetchone() == (1,)
    arm.deploy("front", BASE)  # a rollback: the table stays
    arm.deploy("front", release)  # would fail if the migration ran again
    bad = make_release("bad", c_0003="this is no SQL")
    with pytest.raises(StackError, match=r"front stays at wider: front\.prepare failed .*") as said:
        arm.deploy("front", bad)
    assert "\n" not in str(said.value)
    assert processes(arm) == current(arm)
    arm.wait_healthy(30)


def test_scaling_loses_nothing_and_ends_the_last(arm: LocalStack) -> None:
    arm.deploy("front", BASE)
    two = current(arm)
    with asking(arm) as seen:
        arm.scale("front", 4)
        assert arm.replicas("front") == 4
        wait_until(lambda: {answer["replica"] for answer in seen[-40:]} == current(arm))
        arm.scale("front", 1)
    assert current(arm) == processes(arm) == {min(two)}
    assert seen[-1]["replica"] in two
    arm.scale("front", 2)
    arm.scale("front", 2)  # changes nothing
    assert arm.replicas("front") == 2


def test_replicas_that_the_database_cannot_serve_are_refused(arm: LocalStack) -> None:
    with pytest.raises(StackError, match=r"100 replicas of front may open 1300 connections"):
        arm.scale("front", 100)
    assert arm.replicas("front") == 2


def test_new_replicas_start_on_the_cores_of_the_arm(arm: LocalStack) -> None:
    from experiments.budget import load_budget
    from experiments.stacks.local.cores import split_cores
    from experiments.stacks.local.families import family

    split = split_cores(load_budget().cores.lab)
    if not split.pinned:
        pytest.skip("this machine has one core, or cannot pin")
    arm.scale("front", 3)
    for name in current(arm):
        for process in family(arm._client.statuses()[name].pid or 0):
            assert set(process.cpu_affinity() or ()) == split.arm
    arm.scale("front", 2)


def test_a_start_takes_a_release_with_its_migrations(make_release: MakeRelease) -> None:
    import dataclasses

    from experiments.testing.toy_arm import TOY

    release = make_release("wider", c_0002="CREATE TABLE later AS SELECT 1 AS n")
    with private_places() as places:
        stack = toy_stack(places, dataclasses.replace(TOY, name="other", base_port=20400))
        try:
            stack.start(release)
            assert ask(stack)["release"] == "wider"
            assert {stack.artefact_of(part).release for part in ("front", "back")} == {"wider"}
            with connect(stack.audit_url("catalog")) as connection:
                assert connection.execute("SELECT n FROM later").fetchone() == (1,)
            stack.deploy("front", BASE)
            stack.deploy("front", release)
        finally:
            stack.stop()


SHARE = """
    import os
    greet = feature.greet
    share = os.environ["CLEAVE_TRACE_PERCENT"]
    feature.greet = lambda replica, path: {{**greet(replica, path), "share": share}}
    return feature
"""


def test_all_replicas_are_renewed_to_record_another_share_and_nobody_is_let_down(
    arm: LocalStack, make_release: MakeRelease
) -> None:
    arm.deploy("front", make_release("telling", SHARE))
    artefact, old = arm.artefact_of("front"), set(arm._client.statuses())
    with asking(arm) as seen:
        arm.sample_traces(7)
    assert [answer["share"] for answer in (seen[0], seen[-1])] == ["0", "7"]
    assert arm.artefact_of("front") == artefact
    assert (arm.replicas("front"), arm.replicas("back")) == (2, 1)
    renewed = {name for name in old if name.startswith(("front-", "back-"))}
    assert set(arm._client.statuses()).isdisjoint(renewed)
    arm.scale("front", 3)
    assert {ask(arm)["share"] for _ in range(12)} == {"7"}
    arm.scale("front", 2)
    arm.sample_traces(None)
    assert ask(arm)["share"] == "0"


def test_a_renewal_that_is_interrupted_leaves_what_ran(
    arm: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    old = current(arm)
    monkeypatch.setattr(rollout, "wait_started", interrupt)
    with pytest.raises(KeyboardInterrupt):
        arm.sample_traces(100)
    assert processes(arm) == current(arm) == old
    with pytest.raises(StackError, match="lies between 0 and 100 percent, not at -1"):
        arm.sample_traces(-1)
