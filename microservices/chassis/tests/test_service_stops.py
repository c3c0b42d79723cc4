"""A service that is told to end does so in order, and in time."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from microservices.chassis import service as service_module
from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import Service
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.chassis.worker import Worker
from shared_domain.kernel.wrap import F

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"
REPOSITORY = Path(__file__).parents[3]


class Recording(Worker):
    """Writes down what happens to it; its end takes `needs_s`."""

    def __init__(self, name: str, log: list[str], needs_s: float = 0.0) -> None:
        super().__init__({})
        self._name = name
        self._log = log
        self._needs_s = needs_s

    def start(self) -> None:
        self._log.append(f"{self._name} starts")

    def stop(self) -> None:
        self._log.append(f"{self._name} stops")

    def join(self, timeout_s: float) -> None:
        in_time = self._needs_s <= timeout_s
        self._log.append(f"{self._name} {'has ended' if in_time else 'is cut off'}")


def service_with(log: list[str], *workers: Worker, monkeypatch: pytest.MonkeyPatch) -> Service:
    config = ServiceConfig(NOWHERE, 1, "", "orders-1")
    service = Service("orders", config, MemoryBroker().connect)
    monkeypatch.setattr(service, "relay", Recording("relay", log))
    monkeypatch.setattr(service_module, "when_main_thread_ends", lambda _: None)
    service.workers += workers
    return service


def test_the_relay_ends_after_those_who_leave_it_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    workers = Recording("consumer", log), Recording("screening", log)
    service_with(log, *workers, monkeypatch=monkeypatch).stop()
    assert log == [
        "consumer stops",
        "screening stops",
        "consumer has ended",
        "screening has ended",
        "relay stops",
        "relay has ended",
    ]


def test_who_takes_too_long_is_cut_off_and_the_relay_has_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log: list[str] = []
    service_with(log, Recording("consumer", log, needs_s=60), monkeypatch=monkeypatch).stop()
    assert log == ["consumer stops", "consumer is cut off", "relay stops", "relay has ended"]


def test_all_start_and_the_end_is_watched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    service = service_with(log, Recording("consumer", log), monkeypatch=monkeypatch)
    watched: list[object] = []
    monkeypatch.setattr(service_module, "when_main_thread_ends", watched.append)
    service.start()
    assert log == ["relay starts", "consumer starts"]
    assert watched == [service.stop]


def test_a_service_that_reaches_nothing_stops_in_time() -> None:
    """Neither database nor broker answer: there is nothing to finish, and nothing to wait for."""
    service = Service("orders", ServiceConfig(NOWHERE, 1, "", "orders-1"), down().connect)
    service.consume(["orders.replies"], {})
    for worker in (service.relay, *service.workers):
        worker.start()
    began = time.monotonic()
    service.stop()
    assert time.monotonic() - began < service_module.STOP_WITHIN_S


def test_a_release_may_wrap_clock_and_bus_before_anything_uses_them() -> None:
    asked: list[str] = []

    def wrap(name: str, port: F, /) -> F:
        asked.append(name)
        return port

    config = ServiceConfig(NOWHERE, 1, "", "orders-1")
    Service("orders", config, MemoryBroker().connect, wrap)
    assert asked == ["orders.clock", "orders.bus"]


def down() -> MemoryBroker:
    broker = MemoryBroker()
    broker.down = True
    return broker


def test_when_the_main_thread_ends_the_process_waits_for_the_stop() -> None:
    program = (
        "from shared_domain.kernel.shutdown import when_main_thread_ends\n"
        "when_main_thread_ends(lambda: print('stopped', flush=True))\n"
        "print('main thread is over', flush=True)\n"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, cwd=REPOSITORY, capture_output=True, text=True, timeout=30)
    assert done.stdout.splitlines() == ["main thread is over", "stopped"]
