"""Two looks at an arm make a row for each part."""

import json
import socket
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from experiments.stacks.local.endpoints import write_endpoints
from experiments.stacks.local.process import ProcessStatus
from experiments.stacks.protocol import GroupUsage
from experiments.telemetry.look import Look, look_at
from experiments.telemetry.remarks import open_sagas
from experiments.telemetry.scrape import Series, series_of
from experiments.telemetry.tests.recorded import METRICS
from experiments.telemetry.top import Row, Served, arm_now
from experiments.topology import MONOLITH, SERVICES, Topology

PORT = 20231
MIB = 2**20


def process(state: str = "ready", held: bool = False, paused: bool = False) -> ProcessStatus:
    return ProcessStatus(state, 1, 0, None, held, paused, "x.log")  # type: ignore[arg-type]


def look(at_s: float = 0.0, cpu_s: float = 1.0, series: Series | None = None) -> Look:
    """The services, of which orders says `series`."""
    names = [part.name for part in SERVICES.parts]
    own = [f"{name}-1" for name in names] + [f"{name}.database" for name in names]
    processes = {name: process() for name in (*own, "broker", "gateway", "orders.prepare")}
    groups = (*names, *(f"{name}.database" for name in names), "broker", "gateway")
    usage = {name: GroupUsage(cpu_s, 10 * MIB) for name in groups}
    metrics = {"orders": {PORT: series}} if series else {}
    return Look(SERVICES, at_s, processes, usage, metrics)


def row_of(name: str, before: Look | None, after: Look) -> Row:
    return next(row for row in arm_now(before, after).rows if row.name == name)


def grown(series: Series, times: float) -> Series:
    """All counters and histograms grown by so much."""
    return {
        key: value * times if key[0].endswith(("_count", "_bucket", "_total")) else value
        for key, value in series.items()
    }


def test_a_part_shows_its_load_its_pool_and_its_lags() -> None:
    recorded = series_of(METRICS)
    before, after = look(0.0, 1.0, recorded), look(2.0, 1.5, grown(recorded, 3))
    orders = row_of("orders", before, after)
    assert orders.served.per_s == 105
    assert orders.served.failed == pytest.approx(5 / 105)
    assert orders.served.p95_ms == pytest.approx(100)
    assert (orders.pool, orders.outbox_age_s, orders.lag) == ((5, 11), 1.25, 12)
    assert (orders.cpu, orders.memory_bytes) == (0.25, 10 * MIB)
    assert (orders.ready, orders.processes) == (1, 1)


def test_servers_of_a_kind_are_one_row() -> None:
    rows = arm_now(look(0.0, 1.0), look(2.0, 1.5)).rows
    assert [row.name for row in rows] == [
        *(part.name for part in SERVICES.parts), "databases", "broker", "gateway",
    ]  # fmt: skip
    databases = rows[6]
    assert (databases.processes, databases.cpu) == (6, 1.5)
    assert databases.memory_bytes == 60 * MIB
    assert databases.served == Served()


def test_an_arm_without_a_broker_has_no_row_for_it() -> None:
    processes = {name: process() for name in ("monolith-1", "monolith-2", "gateway")}
    rows = arm_now(None, Look(MONOLITH, 0.0, processes, {}, {})).rows
    assert [(row.name, row.processes) for row in rows] == [("monolith", 2), ("gateway", 1)]


def test_a_first_look_has_no_rates() -> None:
    orders = row_of("orders", None, look(series=series_of(METRICS)))
    assert (orders.cpu, orders.served) == (None, Served())
    assert orders.pool == (5, 11)


def test_a_replica_that_does_not_answer_is_not_known() -> None:
    orders = row_of("orders", look(), look(2.0))
    assert (orders.served, orders.pool, orders.lag) == (Served(), None, None)


def test_an_arm_that_was_started_anew_has_used_nothing_yet() -> None:
    assert {row.cpu for row in arm_now(look(0.0, 9.0), look(2.0, 1.0)).rows} == {0.0}


def test_paused_dead_and_held_replicas_do_not_count_as_ready() -> None:
    now = look(2.0)
    processes = {
        "orders-1": process(paused=True),
        "orders-2": process("waiting"),
        "orders-3": process(),
        "orders-4": process(held=True),
    }
    row = row_of("orders", None, replace(now, processes=processes))
    assert (row.ready, row.processes) == (1, 3)


def test_what_no_column_has_is_remarked() -> None:
    assert arm_now(None, look(series=series_of(METRICS))).remarks == (
        "open sagas 7",
        "breaker open: risk screening",
        "dead letters 2",
        "log lines lost 17",
    )
    assert arm_now(None, look()).remarks == ()


def test_sagas_that_another_process_began_are_not_less_than_none() -> None:
    name = "cleave_saga_transitions_total"
    labels = (("from_state", "ReserveStock"), ("to_state", "AuthorisePayment"))
    other = (("from_state", "AuthorisePayment"), ("to_state", "over"))
    assert open_sagas({1: {(name, labels): 3.0, (name, other): 9.0}}) == 0


def answering_supervisor(path: Path) -> Thread:
    """Answers two questions as a supervisor does, then ends."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()
    status = {"state": "ready", "pid": 1, "deaths": 0, "exit_code": None, "held": False}
    answers = {
        "status": {
            "leased": True,
            "processes": {"orders-1": {**status, "paused": False, "log": ""}},
        },
        "usage": {"orders": {"cpu_seconds": 2.5, "memory_bytes": 7}},
    }

    def answer() -> None:
        with server:
            for _ in answers:
                line, _address = server.accept()
                with line, line.makefile("rwb") as stream:
                    question = json.loads(stream.readline())
                    stream.write(json.dumps(answers[question["op"]]).encode() + b"\n")

    thread = Thread(target=answer, daemon=True)
    thread.start()
    return thread


def test_an_arm_is_looked_at_through_its_supervisor_and_its_endpoints(tmp_path: Path) -> None:
    (tmp_path / "endpoints").mkdir()
    write_endpoints(tmp_path / "endpoints", "orders", [PORT, PORT + 1], 1)
    supervisor = answering_supervisor(tmp_path / "supervisor.sock")
    seen = look_at(SERVICES, tmp_path, lambda ports: {port: {} for port in ports if port == PORT})
    supervisor.join(5)
    assert seen
    assert seen.processes["orders-1"].state == "ready"
    assert seen.usage["orders"].cpu_seconds == 2.5
    assert seen.metrics["orders"] == {PORT: {}}
    assert seen.metrics["catalog"] == {}


@pytest.mark.parametrize("topology", [MONOLITH, SERVICES], ids=lambda one: one.name)
def test_an_arm_that_is_not_up_is_none(topology: Topology, tmp_path: Path) -> None:
    assert look_at(topology, tmp_path / topology.name) is None
