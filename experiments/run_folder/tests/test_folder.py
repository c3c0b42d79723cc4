from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from experiments.run_folder.folder import LOG_TAIL_BYTES, cut_logs, open_run

NOW = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)


def test_a_run_is_named_by_its_time_and_seed(tmp_path: Path) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=9)))
    assert open_run(tmp_path, 7, local).path == tmp_path / "20261123T040506Z-7"


def test_two_runs_in_one_second_do_not_mix(tmp_path: Path) -> None:
    first, second = open_run(tmp_path, 7, NOW), open_run(tmp_path, 7, NOW)
    assert first.path != second.path
    assert (tmp_path / "latest").resolve() == second.path


def test_latest_survives_a_move_of_the_whole_folder(tmp_path: Path) -> None:
    open_run(tmp_path / "runs", 7, NOW)
    (tmp_path / "runs").rename(tmp_path / "moved")
    assert (tmp_path / "moved" / "latest" / "visits").is_dir()


def test_long_logs_keep_their_end(tmp_path: Path) -> None:
    log = tmp_path / "orders-1.log"
    log.write_bytes(b"an early line\n" * 10_000 + b"the end\n")
    cut_logs(tmp_path)
    assert log.stat().st_size <= LOG_TAIL_BYTES + 10
    assert log.read_bytes().startswith(b"[...]\nan early line\n")
    assert log.read_bytes().endswith(b"the end\n")
