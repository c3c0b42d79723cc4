"""Kafka's jars are known by their lock: verified once, then by size and time of change."""

import hashlib
from pathlib import Path

import pytest

from experiments.setup import jars
from experiments.setup.errors import SetupError
from experiments.setup.jars import Jar

CONTENT = b"a jar"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    digest = hashlib.sha256(CONTENT).hexdigest()
    path = tmp_path / "kafka.lock"
    path.write_text(f"# comment\norg.example:thing:1.0 {len(CONTENT)} {digest}\n")
    return path


@pytest.fixture
def folder(tmp_path: Path, lock: Path) -> Path:
    """A cache folder with the jar in it, verified."""
    folder = tmp_path / "jars"
    folder.mkdir()
    (folder / "thing-1.0.jar").write_bytes(CONTENT)
    jars.record(jars.read_lock(lock), folder, lock)
    return folder


def test_the_class_path_is_the_lock_in_its_order(folder: Path, lock: Path) -> None:
    assert jars.kafka_classpath(folder, lock) == [folder / "thing-1.0.jar"]


def test_a_missing_jar_is_named_with_what_to_do(folder: Path, lock: Path) -> None:
    (folder / "thing-1.0.jar").unlink()
    with pytest.raises(SetupError, match=r"thing-1\.0\.jar .* run `make setup`"):
        jars.kafka_classpath(folder, lock)


def test_a_half_downloaded_jar_is_not_on_the_class_path(folder: Path, lock: Path) -> None:
    (folder / "thing-1.0.jar").write_bytes(CONTENT[:2])
    with pytest.raises(SetupError):
        jars.kafka_classpath(folder, lock)


def test_a_jar_of_another_lock_is_not_on_the_class_path(folder: Path, lock: Path) -> None:
    lock.write_text(f"org.example:thing:1.0 {len(CONTENT)} {'0' * 64}\n")
    with pytest.raises(SetupError):
        jars.kafka_classpath(folder, lock)


def test_a_half_downloaded_jar_is_deleted_and_fetched_again(folder: Path, lock: Path) -> None:
    (folder / "thing-1.0.jar").write_bytes(CONTENT[:2])
    assert [jar.artifact for jar in jars.missing(jars.read_lock(lock), folder)] == ["thing"]
    assert not (folder / "thing-1.0.jar").exists()


def test_a_good_jar_that_was_never_recorded_is_read_and_kept(folder: Path, lock: Path) -> None:
    (folder / jars.SEEN).unlink()
    assert jars.missing(jars.read_lock(lock), folder) == []
    assert (folder / "thing-1.0.jar").exists()


def test_a_garbled_record_counts_as_none(folder: Path) -> None:
    (folder / jars.SEEN).write_text("{")
    assert jars.read_seen(folder) == {}


def test_reading_all_of_a_jar_finds_a_changed_byte(folder: Path, lock: Path) -> None:
    (jar,) = jars.read_lock(lock)
    (folder / jar.filename).write_bytes(b"b jar")
    assert "checksum" in jars.fault(jar, folder / jar.filename)


def test_a_garbled_lock_is_named_by_its_line(tmp_path: Path) -> None:
    lock = tmp_path / "kafka.lock"
    lock.write_text("org.example:thing 12\n")
    with pytest.raises(SetupError, match=r"org\.example:thing 12"):
        jars.read_lock(lock)


def test_the_cache_folder_follows_the_user_only_when_it_is_absolute() -> None:
    assert jars.default_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/cleave/jars")
    assert jars.default_folder({"XDG_CACHE_HOME": "c"}) == Path.home() / ".cache/cleave/jars"


def test_the_real_lock_names_kafka_and_a_logger_for_it() -> None:
    locked = {jar.artifact: jar for jar in jars.read_lock()}
    assert len(locked) == len(jars.read_lock()) == 45
    assert locked["kafka_2.13"].version == locked["kafka-server"].version
    assert locked["slf4j-simple"].version == locked["slf4j-api"].version
    assert all(isinstance(jar, Jar) and len(jar.sha256) == 64 for jar in locked.values())
