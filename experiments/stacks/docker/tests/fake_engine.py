"""An engine that runs nothing: it remembers what it was asked, and tells of deaths as the real one
does.

Only as much as keepers use; the contract tests of stacks hold the real one to the rest.
"""

import itertools
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from experiments.stacks.docker.engine import Engine
from experiments.stacks.docker.names import NAME

OVER = None


class Stream:
    """Of events, until it is closed."""

    def __init__(self) -> None:
        self.waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.waiting.get, OVER)

    def close(self) -> None:
        self.waiting.put(OVER)


@dataclass
class FakeApi:
    """`starts` and `updates` are by container; `cpu_ns` is what each has used so far."""

    starts: dict[str, int] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    cpu_ns: dict[str, int] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    stream: Stream = field(default_factory=Stream)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def create_host_config(self, **host: Any) -> dict[str, Any]:
        return host

    def create_endpoint_config(self, **endpoint: Any) -> dict[str, Any]:
        return endpoint

    def create_networking_config(self, endpoints: dict[str, Any]) -> dict[str, Any]:
        return endpoints

    def create_container(self, image: str, command: Any, **about: Any) -> dict[str, str]:
        container = f"c{next(self.numbers)}"
        self.made[container] = {"image": image, "command": command, **about}
        return {"Id": container}

    def start(self, container: str) -> None:
        self.starts[container] = self.starts.get(container, 0) + 1
        self.running.add(container)

    def die(self, container: str, code: int) -> None:
        self.running.discard(container)
        self.cpu_ns[container] = 0
        labels = self.made[container]["labels"]
        about = {NAME: labels[NAME], "exitCode": str(code)}
        self.stream.waiting.put({"Actor": {"Attributes": about}})

    def kill(self, container: str) -> None:
        self.die(container, 137)

    def stop(self, container: str, timeout: int) -> None:
        if container in self.running:
            self.die(container, 0)

    def pause(self, container: str) -> None: ...

    def unpause(self, container: str) -> None: ...

    def remove_container(self, container: str, **_: Any) -> None:
        del self.made[container]

    def update_container(self, container: str, **limits: Any) -> None:
        self.updates.append({"container": container, **limits})

    def logs(self, container: str, **_: Any) -> bytes:
        return b"it began\nits last word\n"

    def stats(self, container: str, **_: Any) -> dict[str, Any]:
        used = self.cpu_ns.get(container, 0)
        memory = {"usage": 1000, "stats": {"inactive_file": 400}}
        return {"cpu_stats": {"cpu_usage": {"total_usage": used}}, "memory_stats": memory}

    def inspect_container(self, container: str) -> dict[str, Any]:
        return {"State": {"Pid": 0}}

    def events(self, **_: Any) -> Stream:
        return self.stream


def fake_engine() -> tuple[Engine, FakeApi]:
    api = FakeApi()
    return Engine(api, "0.0", groups_by_systemd=False, can_limit_cpu=True), api
