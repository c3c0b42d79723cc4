import gzip
from pathlib import Path

import pytest

from experiments.workload import journal, samples
from experiments.workload.journal import BrokenJournalError, Entry, JournalWriter, read_journal
from experiments.workload.samples import BrokenSamplesError, Sample, SampleWriter, read_samples
from experiments.workload.scoring import Acknowledged, Outcome


def sample(index: int) -> Sample:
    return Sample(
        index=index,
        operation="place-order",
        intended_s=index / 8,
        started_s=index / 8 + 0.125,
        lag_ms=1.0,
        accept_ms=12.5,
        settle_ms=None if index % 2 else 40.25,
        outcome=Outcome.GOOD,
        http_status=201,
        order_id=f"o-{index}",
        order_status="CONFIRMED",
        order_reason="",
        bytes=321,
        error="",
    )


def entry(number: int) -> Entry:
    return Entry(
        key=f"k-{number}",
        customer_id="c-00001",
        lines=(("p-0001", 2), ("p-0002", 1)),
        intended_wall_s=1_800_000_000.25,
        acknowledged=Acknowledged.UNKNOWN,
        http_status=0,
        order_id="",
        status="",
        reason="",
        total_cents=0,
        settled_wall_s=None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows, orders = SampleWriter(tmp_path), JournalWriter(tmp_path)
    for index in (*range(1, 200), 0):
        rows.write(sample(index))
        orders.write(entry(index))
    rows.close()
    orders.close()
    return tmp_path


def test_samples_come_back_in_the_order_of_their_arrival(folder: Path) -> None:
    assert read_samples(folder, expected=200) == tuple(sample(index) for index in range(200))


def test_the_journal_comes_back_as_it_was_written(folder: Path) -> None:
    assert sorted(read_journal(folder, expected=200), key=lambda one: int(one.key[2:])) == [
        entry(number) for number in range(200)
    ]


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_samples_cut_short_are_noticed(folder: Path, kept: int) -> None:
    path = folder / samples.FILE
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BrokenSamplesError) as caught:
        read_samples(folder)
    assert "\n" not in str(caught.value)
    assert samples.FILE in str(caught.value)


def test_a_damaged_byte_is_noticed(folder: Path) -> None:
    path = folder / samples.FILE
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(BrokenSamplesError, match=r"damaged|not a sample"):
        read_samples(folder)


def test_samples_that_were_taken_out_are_noticed(folder: Path) -> None:
    path = folder / samples.FILE
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-3])))
    with pytest.raises(BrokenSamplesError, match="197 samples, but 200 were written"):
        read_samples(folder, expected=200)


@pytest.mark.parametrize("text", ["index,operation\n", ",".join(samples.COLUMNS) + "\n1,2\n"])
def test_a_table_of_something_else_is_noticed(tmp_path: Path, text: str) -> None:
    (tmp_path / samples.FILE).write_bytes(gzip.compress(text.encode()))
    with pytest.raises(BrokenSamplesError, match=r"columns|line 2"):
        read_samples(tmp_path)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenSamplesError, match="no such file"):
        read_samples(tmp_path)
    with pytest.raises(BrokenJournalError, match="no such file"):
        read_journal(tmp_path)


def test_a_journal_cut_short_is_noticed(folder: Path) -> None:
    path = folder / journal.FILE
    whole = path.read_text()
    path.write_text(whole[:-20])
    with pytest.raises(BrokenJournalError, match="line 200 is not an order"):
        read_journal(folder)
    path.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(BrokenJournalError, match="199 orders, but 200 were written"):
        read_journal(folder, expected=200)


def test_an_order_is_on_disk_before_the_journal_is_closed(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path)
    writer.write(entry(1))
    assert read_journal(tmp_path) == (entry(1),)
    writer.close()
