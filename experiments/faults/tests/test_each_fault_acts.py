"""Each fault does what it says, says so first, and ends when its switch is cleared."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGKILL

import pytest

from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.errors import errors
from experiments.faults.fault import Fault, FaultError
from experiments.faults.hang import hang
from experiments.faults.memory_leak import memory_leak
from experiments.faults.slow import slow
from experiments.faults.tests.harness import Told
from experiments.testing.waiting import wait_until

ROOT = Path(__file__).parents[3]
CALLER = """
import json, os, resource
from experiments.faults.wrapper.switchable import wrap

class Feature:
    def call(self): pass

def written():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

feature, before = wrap("payments", Feature()), written()
for _ in range(8):
    feature.call()
during = written()
os.unlink(os.environ["CLEAVE_SWITCHES"] + "/payments.json")
feature.call()
print(json.dumps([before, during, written()]))
"""
MIB = 2**20


def elsewhere(folder: Path) -> subprocess.CompletedProcess[str]:
    """Calls the feature 8 times in a process of its own, and once more when the fault is over."""
    return subprocess.run(
        [sys.executable, "-c", CALLER],
        cwd=ROOT,
        env={**os.environ, "CLEAVE_SWITCHES": str(folder), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


def seconds_of(clock: Callable[[], float], call: Callable[[], object]) -> float:
    began = clock()
    call()
    return clock() - began


def test_a_crash_kills_its_own_process_at_the_next_call(told: Told, tmp_path: Path) -> None:
    told.inject(crash("payments"))
    assert elsewhere(tmp_path).returncode == -SIGKILL
    assert [(one.fault, one.times) for one in told.fired] == [("crash", 1)]
    assert elsewhere(tmp_path).returncode == -SIGKILL
    assert len({one.pid for one in told.fired}) == 2


def test_a_hang_blocks_every_caller_until_it_is_cleared(told: Told) -> None:
    told.inject(hang("payments"))
    threads = [threading.Thread(target=told.feature.write, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(told.fired) == 4)  # 1, 2, 4 and 8
    assert told.inside.calls == 0
    told.clear()
    wait_until(lambda: told.inside.calls == 8)
    for thread in threads:
        thread.join()


def test_a_hang_ends_when_the_switch_says_something_else(told: Told) -> None:
    told.inject(hang("payments"))
    with ThreadPoolExecutor(1) as pool:
        hung = pool.submit(told.feature.read, 3)
        wait_until(lambda: bool(told.fired))
        told.switch({"flag": "former"})
        assert hung.result(timeout=15) == 3


def test_a_hang_has_a_longest_time_for_each_caller(told: Told) -> None:
    told.inject(hang("payments", most_s=0.2))
    with ThreadPoolExecutor(3) as pool:
        took = list(pool.map(lambda _: seconds_of(time.monotonic, told.feature.write), range(3)))
    assert min(took) >= 0.2
    assert told.inside.calls == 3


def test_a_cpu_burn_uses_the_threads_own_cpu_time(told: Told) -> None:
    told.inject(cpu_burn("payments", ms=30))
    assert seconds_of(time.thread_time, told.feature.write) >= 0.03
    told.clear()
    assert seconds_of(time.thread_time, told.feature.write) < 0.03


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells it so plainly")
def test_a_leak_keeps_written_memory_up_to_its_most_and_gives_it_back(
    told: Told, tmp_path: Path
) -> None:
    told.inject(memory_leak("payments", mib=10, most_mib=50))
    before, during, after = json.loads(elsewhere(tmp_path).stdout)
    assert 50 * MIB <= during - before < 60 * MIB
    assert after - before < 10 * MIB
    assert [one.times for one in told.fired] == [1, 2, 4]


def test_a_fixed_delay_is_the_same_for_all(told: Told) -> None:
    told.inject(slow("payments", median_ms=20))
    took = [seconds_of(time.monotonic, told.feature.write) for _ in range(5)]
    assert min(took) >= 0.02


def test_delays_follow_the_distribution_and_its_seed(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)

    def drawn(seed: int) -> list[float]:
        waits.clear()
        told.inject(slow("payments", median_ms=40, sigma=0.5, seed=seed))
        for _ in range(2000):
            told.feature.write()
        return list(waits)

    first = drawn(seed=1)
    assert statistics.median(first) == pytest.approx(0.04, rel=0.05)
    assert statistics.quantiles(first, n=100)[83] == pytest.approx(0.04 * 2.71828**0.5, rel=0.1)
    assert drawn(seed=2) != first
    assert drawn(seed=1) == first


def test_errors_come_in_their_share_and_from_their_seed(told: Told) -> None:
    def failing(seed: int) -> list[bool]:
        told.inject(errors("payments", share=0.25, seed=seed))
        return [fails(told.feature.write) for _ in range(2000)]

    first = failing(seed=1)
    assert sum(first) / len(first) == pytest.approx(0.25, abs=0.03)
    assert failing(seed=2) != first
    assert failing(seed=1) == first


def test_another_replica_draws_other_errors(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    for replica in ("payments-1", "payments-2"):
        monkeypatch.setenv("CLEAVE_REPLICA", replica)
        told.inject(errors("payments", share=0.5))
        drawn.append([fails(told.feature.write) for _ in range(100)])
        told.clear()
    assert drawn[0] != drawn[1]


def test_an_error_is_one_that_nobody_foresaw(told: Told) -> None:
    told.inject(errors("payments"))
    with pytest.raises(RuntimeError) as raised:
        told.feature.write()
    assert type(raised.value) is RuntimeError
    assert told.inside.calls == 0


def test_a_fault_that_keeps_acting_is_noted_ever_more_rarely(told: Told) -> None:
    told.inject(errors("payments"))
    for _ in range(100):
        fails(told.feature.write)
    assert [one.times for one in told.fired] == [1, 2, 4, 8, 16, 32, 64]
    assert {one.pid for one in told.fired} == {os.getpid()}


def test_a_fault_injected_again_is_noted_again(told: Told) -> None:
    began = time.monotonic()
    for _ in range(2):
        told.inject(errors("payments"))
        fails(told.feature.write)
        told.clear()
        told.feature.write()
    assert [one.times for one in told.fired] == [1, 1]
    assert began <= told.fired[0].at_s <= told.fired[1].at_s <= time.monotonic()


def test_threads_at_once_obey_one_order(told: Told) -> None:
    told.inject(errors("payments"))
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: fails(told.feature.write), range(400)))
    assert [one.times for one in told.fired] == [2**n for n in range(9)]


@pytest.mark.parametrize(
    ("impossible", "why"),
    [
        (lambda: crash("cart"), "there is no feature 'cart': choose from catalog, "),
        (lambda: hang("payments", most_s=0), "more than 0 s"),
        (lambda: cpu_burn("payments", ms=-1), "more than -1 ms"),
        (lambda: memory_leak("payments", mib=0), "1 to 2048 MiB per call, not 0"),
        (lambda: slow("payments", median_ms=0), "more than 0 ms"),
        (lambda: slow("payments", median_ms=1, sigma=9), "between 0 and 3, not 9"),
        (lambda: errors("payments", share=1.1), "between 0 and 1, not 1.1"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    impossible: Callable[[], Fault], why: str
) -> None:
    with pytest.raises(FaultError, match=why):
        impossible()


def fails(call: Callable[[], object]) -> bool:
    try:
        call()
    except RuntimeError:
        return True
    return False
