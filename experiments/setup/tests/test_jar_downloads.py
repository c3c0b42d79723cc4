"""A download that is not the locked jar is refused and leaves nothing; a whole one stays."""

import gc
import hashlib
import io
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from experiments.setup import download, fetch_jars, jars
from experiments.setup.download import fetch
from experiments.setup.errors import SetupError
from experiments.setup.jars import Jar
from experiments.setup.progress import Progress

CONTENT = b"the content of a jar"
JAR = Jar("org.example", "thing", "1.0", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
PLACE = "/org/example/thing/1.0/thing-1.0.jar"

# jgo leaves the socket of a failed download to the garbage collector, which warns.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(autouse=True)
def no_socket_is_left_to_a_later_test() -> Iterator[None]:
    yield
    gc.collect()


class Repository(BaseHTTPRequestHandler):
    """A Maven repository of one file, which a test may spoil."""

    body: ClassVar[bytes] = CONTENT
    promised: ClassVar[int] = len(CONTENT)
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path != PLACE:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(self.promised))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Repository]]:
    handler = type("OneRepository", (Repository,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv(download.MIRROR, f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def bring(folder: Path, jar: Jar = JAR) -> None:
    fetch([jar], folder, Progress(io.StringIO()), pause=lambda _: None)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_jar_is_fetched_by_its_coordinate_alone(
    repository: type[Repository], tmp_path: Path
) -> None:
    bring(tmp_path)
    assert kept(tmp_path) == ["thing-1.0.jar"]
    assert (tmp_path / "thing-1.0.jar").read_bytes() == CONTENT
    assert [path for path in repository.asked if not path.endswith(".sha1")] == [PLACE]


def test_a_wrong_checksum_is_refused_at_once_and_nothing_is_kept(
    repository: type[Repository], tmp_path: Path
) -> None:
    repository.body = CONTENT.upper()
    with pytest.raises(SetupError, match=r"thing-1\.0\.jar was refused: its checksum"):
        bring(tmp_path)
    assert kept(tmp_path) == []
    assert repository.asked.count(PLACE) == 1


def test_a_download_that_breaks_off_is_tried_again_and_leaves_nothing(
    repository: type[Repository], tmp_path: Path
) -> None:
    repository.body = CONTENT[:5]
    with pytest.raises(SetupError, match="broke off"):
        bring(tmp_path)
    assert kept(tmp_path) == []
    assert repository.asked.count(PLACE) == download.TRIES


def test_a_file_that_is_too_short_though_whole_is_not_kept(
    repository: type[Repository], tmp_path: Path
) -> None:
    repository.body, repository.promised = CONTENT[:5], 5
    with pytest.raises(SetupError, match="broke off"):
        bring(tmp_path)
    assert kept(tmp_path) == []


def test_a_jar_that_the_repository_lacks_is_named(
    repository: type[Repository], tmp_path: Path
) -> None:
    with pytest.raises(SetupError, match=r"does not have org\.example:other:1\.0"):
        bring(tmp_path, Jar("org.example", "other", "1.0", 1, "0" * 64))
    assert kept(tmp_path) == []


def test_no_network_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(download.MIRROR, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(SetupError, match=r"cannot reach .*copy the folder"):
        bring(tmp_path)


def lock_of(tmp_path: Path) -> Path:
    lock = tmp_path / "kafka.lock"
    lock.write_text(f"{JAR.coordinate} {JAR.size} {JAR.sha256}\n")
    return lock


def from_nowhere(jar: Jar, folder: Path, report: object) -> Path:
    raise AssertionError(f"{jar.coordinate} was asked for")


def from_memory(jar: Jar, folder: Path, report: object) -> Path:
    folder.mkdir(parents=True)
    (folder / jar.filename).write_bytes(CONTENT)
    return folder / jar.filename


def test_a_second_call_asks_nobody(tmp_path: Path) -> None:
    lock, folder = lock_of(tmp_path), tmp_path / "jars"
    progress = Progress(io.StringIO())
    assert fetch_jars.ensure(folder, progress, lock, from_memory) == 1
    assert fetch_jars.ensure(folder, progress, lock, from_nowhere) == 0
    assert jars.kafka_classpath(folder, lock) == [folder / JAR.filename]


def test_what_a_killed_set_up_left_is_cleared_and_a_running_one_s_draft_stays(
    tmp_path: Path,
) -> None:
    lock, folder = lock_of(tmp_path), tmp_path / "jars"
    dead, alive = folder / ".partial-99999999", folder / f".partial-{os.getppid()}"
    for draft in (dead, alive):
        draft.mkdir(parents=True)
    fetch_jars.ensure(folder, Progress(io.StringIO()), lock, from_memory)
    assert not dead.exists()
    assert alive.exists()
