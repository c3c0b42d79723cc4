"""The whole generator as its own process, against real sockets."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from experiments.testing.broken_server import CUT_SHORT, BrokenServer
from experiments.testing.waiting import wait_until
from experiments.workload.journal import read_journal
from experiments.workload.mixes import ORDERS_ONLY, Mix
from experiments.workload.plan import LoadPlan
from experiments.workload.progress import Progress, read_progress
from experiments.workload.report import read_report
from experiments.workload.run import LoadError, RunningLoad, start
from experiments.workload.samples import BrokenSamplesError, Sample, read_samples
from experiments.workload.schedule import schedule
from experiments.workload.scoring import NO_RETRY_AFTER, Acknowledged, Outcome

pytestmark = pytest.mark.real
READS = Mix("reads", (("read-product", 1),))
CLOCKS_S = 0.01
"""The shop's clock and the client's may be read so far apart."""
TellShop = Callable[..., None]
NewPlan = Callable[..., LoadPlan]


def run(plan: LoadPlan, folder: Path) -> tuple[Sample, ...]:
    report = start(plan, folder).wait()
    assert report.stopped_by == ""
    return read_samples(folder, expected=report.samples)


def over_s(order: Sample) -> float:
    """When the order was final, in seconds since the load began."""
    return order.started_s + (order.settle_ms or 0.0) / 1000


def wait_for_samples(load: RunningLoad, folder: Path, count: int) -> None:
    def enough() -> bool:
        progress = read_progress(folder)
        return progress is not None and progress.done >= count

    wait_until(enough)


def test_a_load_does_what_its_schedule_says(new_plan: NewPlan, tmp_path: Path) -> None:
    plan = new_plan(rate=100.0, warmup_s=0.5)
    seen: list[Progress] = []
    load = start(plan, tmp_path / "load", cpus={0})
    report = load.wait(progress=seen.append)
    samples = read_samples(tmp_path / "load", expected=report.samples)
    planned = schedule(plan.seed, plan.rate, plan.total_s, plan.mix)
    assert [one.operation for one in samples] == [one.operation.name for one in planned]
    assert [one.intended_s for one in samples] == pytest.approx(
        [one.at_s for one in planned], abs=1e-6
    )
    assert {one.outcome for one in samples} == {Outcome.GOOD}
    assert (report.arrivals, report.samples) == (len(planned), len(planned))
    assert report.cores == (0,)
    assert seen[-1].done > 0
    assert load.elapsed_s() >= plan.total_s


def test_in_a_closed_loop_each_client_asks_for_one_thing_at_a_time(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(settle_s=0.25)
    report = start(new_plan(mix=ORDERS_ONLY, rate=100.0, clients=3), tmp_path).wait()
    samples = read_samples(tmp_path, expected=report.samples)
    assert {one.outcome for one in samples} == {Outcome.GOOD}
    assert 3 < len(samples) <= 3 * 2.0 / 0.25
    for one in samples:
        before = [each for each in samples if each.started_s < one.started_s]
        assert sum(over_s(each) > one.started_s + CLOCKS_S for each in before) < 3
    assert report.objections == ()


def test_a_closed_loop_that_ran_out_of_things_to_ask_for_is_objected_to(
    new_plan: NewPlan, tmp_path: Path
) -> None:
    report = start(new_plan(mix=READS, rate=5.0, clients=3), tmp_path).wait()
    assert any("nothing left to ask for" in text for text in report.objections)


def test_orders_are_followed_until_they_settle(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(settle_s=0.25)
    samples = run(new_plan(mix=ORDERS_ONLY), tmp_path)
    assert {(one.outcome, one.order_status) for one in samples} == {(Outcome.GOOD, "CONFIRMED")}
    assert all(one.settle_ms is not None and 250 <= one.settle_ms < 600 for one in samples)
    assert all(one.accept_ms < 250 for one in samples)
    journal = read_journal(tmp_path, expected=len(samples))
    assert {entry.key for entry in journal} == {one.order_id for one in samples}
    assert {entry.acknowledged for entry in journal} == {Acknowledged.YES}
    assert all(entry.total_cents == 500 * sum(n for _, n in entry.lines) for entry in journal)


def test_an_order_settles_no_earlier_than_its_client_can_have_seen(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(settle_s=0.25)
    samples = run(new_plan(mix=ORDERS_ONLY, settle_as_seen=True), tmp_path)
    assert {one.outcome for one in samples} == {Outcome.GOOD}
    assert all(one.settle_ms is not None and 290 <= one.settle_ms < 600 for one in samples)


def test_an_order_that_settles_too_late_is_slow_but_its_end_is_known(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(settle_s=1.0)
    plan = new_plan(mix=ORDERS_ONLY, seconds=0.5, timeout_s=0.5, settle_patience_s=5.0)
    samples = run(plan, tmp_path)
    assert {(one.outcome, one.order_status) for one in samples} == {(Outcome.SLOW, "CONFIRMED")}


def test_patience_with_an_order_ends(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(settle_s=60.0)
    plan = new_plan(mix=ORDERS_ONLY, seconds=0.5, timeout_s=0.5, settle_patience_s=0.8)
    samples = run(plan, tmp_path)
    assert {(one.outcome, one.settle_ms) for one in samples} == {(Outcome.SLOW, None)}
    assert {entry.status for entry in read_journal(tmp_path)} == {"PENDING"}


def test_a_stall_delays_no_arrival_and_hides_in_no_latency(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    """No coordinated omission: who meant to come in the stall came, and waited for its end."""
    load = start(new_plan(rate=100.0, seconds=3.0, mix=READS), tmp_path / "load")
    wait_for_samples(load, tmp_path / "load", 20)
    stalled_at = load.elapsed_s()
    tell_shop(stall_s=1.0)
    report = load.wait()
    samples = read_samples(tmp_path / "load", expected=report.arrivals)
    inside = [one for one in samples if stalled_at + 0.1 < one.intended_s < stalled_at + 0.8]
    assert len(inside) > 40
    assert max(one.lag_ms for one in inside) < 100
    for one in inside:
        left_ms = 1000 * (stalled_at + 1.0 - one.intended_s)
        assert one.accept_ms > left_ms - 50


def test_an_error_status_is_failed(new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path) -> None:
    tell_shop(status=503)
    samples = run(new_plan(), tmp_path)
    assert {(one.outcome, one.http_status, one.error) for one in samples} == {
        (Outcome.FAILED, 503, NO_RETRY_AFTER)
    }
    assert {entry.acknowledged for entry in read_journal(tmp_path)} == {Acknowledged.UNKNOWN}


def test_a_refusal_that_says_when_to_come_back_lacks_nothing(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(status=503, retry_after="1")
    assert {(one.http_status, one.error) for one in run(new_plan(), tmp_path)} == {(503, "")}


def test_no_answer_in_time_is_unknown(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path
) -> None:
    tell_shop(stall_s=60.0)
    samples = run(new_plan(seconds=0.5, timeout_s=0.4), tmp_path)
    assert {(one.outcome, one.http_status, one.error) for one in samples} == {
        (Outcome.UNKNOWN, 0, "Timeout")
    }
    assert all(350 < one.accept_ms < 600 for one in samples)


@pytest.mark.parametrize("says", [b"", CUT_SHORT])
def test_a_connection_that_breaks_is_unknown_and_nothing_is_tried_again(
    new_plan: NewPlan, tmp_path: Path, says: bytes
) -> None:
    with BrokenServer(says, hangs_up=True) as server:
        samples = run(new_plan(target=server.url, seconds=0.5), tmp_path)
        assert server.requests == len(samples) > 10
    assert {one.outcome for one in samples} == {Outcome.UNKNOWN}
    assert all(one.error for one in samples)


def test_an_answer_that_never_ends_is_unknown(new_plan: NewPlan, tmp_path: Path) -> None:
    plan = new_plan(rate=30.0, seconds=0.5, timeout_s=0.3)
    with BrokenServer(CUT_SHORT, hangs_up=False) as server:
        samples = run(LoadPlan(**{**vars(plan), "target": server.url}), tmp_path)
    assert {one.outcome for one in samples} == {Outcome.UNKNOWN}


def test_nobody_there_is_unknown(new_plan: NewPlan, tmp_path: Path) -> None:
    samples = run(new_plan(target="http://127.0.0.1:1", seconds=0.5), tmp_path)
    assert {(one.outcome, one.error) for one in samples} == {
        (Outcome.UNKNOWN, "ConnectionRefusedError")
    }


def test_a_generator_that_was_suspended_says_so(new_plan: NewPlan, tmp_path: Path) -> None:
    load = start(new_plan(rate=20.0, seconds=4.0), tmp_path / "load")
    wait_for_samples(load, tmp_path / "load", 5)
    os.kill(load.pid, signal.SIGSTOP)
    resumed_at = time.monotonic() + 2.0
    wait_until(lambda: time.monotonic() > resumed_at)
    os.kill(load.pid, signal.SIGCONT)
    report = load.wait()
    assert report.was_suspended
    assert 1.9 < report.longest_gap_s < 3.5
    assert any("did not run for" in reason for reason in report.objections)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_load_that_is_stopped_keeps_what_it_has(
    new_plan: NewPlan, tell_shop: TellShop, tmp_path: Path, number: signal.Signals
) -> None:
    tell_shop(settle_s=60.0)
    load = start(new_plan(seconds=60.0, mix=ORDERS_ONLY), tmp_path / "load")
    wait_until(lambda: (read_progress(tmp_path / "load") or Progress(0, 0, 0, 0, 0, 0)).sent > 20)
    os.kill(load.pid, number)
    report = load.wait(deadline_s=10.0)
    assert report.objections[0] == f"the load was stopped by {number.name}"
    assert len(read_samples(tmp_path / "load", expected=report.samples)) > 20
    journal = read_journal(tmp_path / "load", expected=report.orders)
    assert {entry.order_id for entry in journal if entry.http_status == 201} != {""}


def test_a_load_can_be_stopped_by_its_owner(new_plan: NewPlan, tmp_path: Path) -> None:
    load = start(new_plan(seconds=60.0), tmp_path / "load")
    load.stop()
    assert not psutil.pid_exists(load.pid)
    assert read_report(tmp_path / "load").stopped_by == "SIGINT"


def test_a_generator_that_was_killed_is_an_error_and_its_samples_are_refused(
    new_plan: NewPlan, tmp_path: Path
) -> None:
    load = start(new_plan(seconds=60.0), tmp_path / "load")
    wait_for_samples(load, tmp_path / "load", 20)
    os.kill(load.pid, signal.SIGKILL)
    with pytest.raises(LoadError, match="ended with -9"):
        load.wait()
    with pytest.raises(BrokenSamplesError, match="cut short"):
        read_samples(tmp_path / "load")


def test_a_load_that_takes_too_long_is_stopped(new_plan: NewPlan, tmp_path: Path) -> None:
    load = start(new_plan(seconds=60.0), tmp_path / "load")
    with pytest.raises(LoadError, match="not over in time"):
        load.wait(deadline_s=0.5)
    assert not psutil.pid_exists(load.pid)


def test_a_generator_ends_when_its_owner_is_gone(new_plan: NewPlan, tmp_path: Path) -> None:
    new_plan(seconds=60.0).write(tmp_path / "plan.json")
    script = (
        "import os, sys; from pathlib import Path;"
        "from experiments.workload.plan import read_plan;"
        "from experiments.workload.run import start;"
        "folder = Path(sys.argv[1]);"
        "load = start(read_plan(folder / 'plan.json'), folder / 'load');"
        "print(load.pid, flush=True); os._exit(9)"
    )
    root = Path(__file__).parents[3]
    owner = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=root, capture_output=True, check=False
    )
    pid = int(owner.stdout)
    wait_until(lambda: (tmp_path / "load" / "generator.json").exists())
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie")
    report = json.loads((tmp_path / "load" / "generator.json").read_text())
    assert report["stopped_by"] == "the end of the process that started it"


def test_a_plan_that_is_no_plan_is_one_clear_error(new_plan: NewPlan, tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(LoadError, match="is not empty"):
        start(new_plan(), tmp_path)
