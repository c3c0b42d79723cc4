"""A real PostgreSQL for tests: one server per test run, a database of its own per test.

The repository's conftest.py names this file as a plugin, so that `postgres`, `new_database` and
`database_of` are there for every package. The server listens on a Unix socket only: no port to
collide with.
"""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import psycopg
import pytest
from sqlalchemy import create_engine

import shared_domain
from experiments.stacks.local.places import open_places
from experiments.stacks.local.postgres import open_postgres
from experiments.stacks.local.system import before_exec
from shared_domain.kernel.database import Database
from shared_domain.kernel.migrate import upgrade

READY_WITHIN_S = 30
STOPPED_WITHIN_S = 10
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108 - a socket's path must be short
ROOM_BYTES = 2 << 30
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
    "max_connections=50",
    "deadlock_timeout=100ms",
    "timezone=Asia/Tokyo",  # nobody's code may lean on the server's time zone
)


class Server:
    """A running PostgreSQL whose only way in is the socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._templates: dict[tuple[Path, ...], str] = {}

    def url(self, database: str) -> str:
        """A SQLAlchemy URL."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of `template`, which nobody may be using."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name

    def create_migrated(self, locations: Sequence[Path]) -> str:
        """The name of a new database with the newest schema of these migrations."""
        key = tuple(locations)
        if key not in self._templates:
            name = self.create()
            engine = create_engine(self.url(name))
            with engine.begin() as connection:
                upgrade(connection, key)
            engine.dispose()
            self._templates[key] = name
        return self.create(self._templates[key])

    def drop(self, database: str) -> None:
        """Also when somebody still uses it."""
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())

    def answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _conninfo(self, database: str) -> str:
        return f"host={self._folder} user=postgres dbname={database}"


NewDatabase = Callable[[Sequence[Path]], str]
DatabaseOf = Callable[..., Database]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The test run's server, started on first use."""
    with running_server() as server:
        yield server


@pytest.fixture
def new_database(postgres: Server) -> Iterator[NewDatabase]:
    """Call it with folders of migrations for the URL of a fresh database with their tables."""
    made: list[str] = []

    def make(locations: Sequence[Path]) -> str:
        made.append(postgres.create_migrated(locations))
        return postgres.url(made[-1])

    yield make
    for database in made:
        postgres.drop(database)


@pytest.fixture
def database_of(new_database: NewDatabase) -> Iterator[DatabaseOf]:
    """Call it with names of features for a Database that holds their tables, empty."""
    domain = Path(shared_domain.__file__).parent
    opened: list[Database] = []

    def open_database(*features: str) -> Database:
        folders = [domain / feature / "migrations" for feature in features]
        opened.append(Database(new_database(folders), pool_size=8))
        return opened[-1]

    yield open_database
    for database in opened:
        database.engine.dispose()


@contextmanager
def running_server() -> Iterator[Server]:
    """A fresh server, gone with its data at the end; on Linux also when the test run is killed."""
    programs = open_postgres(open_places())
    folder = Path(tempfile.mkdtemp(prefix="cleave-pg-", dir=_fastest_place()))
    account: _Account = {"user": programs.user, "group": programs.owner_group}
    try:
        if programs.user is not None:
            os.chown(folder, programs.user, -1)
        data = str(folder / "data")
        initdb = [programs.program("initdb"), "-D", data, *INITDB]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **account)
        settings = [part for setting in SETTINGS for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs.program("postgres"), "-D", data, "-k", str(folder), *settings],
                stdout=log,
                stderr=log,
                preexec_fn=before_exec(None),  # noqa: PLW1509 - no other threads yet
                **account,
            )
        try:
            server = Server(folder)
            _wait_until_ready(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: the data goes too
            process.wait(STOPPED_WITHIN_S)
    finally:
        shutil.rmtree(folder)


class _Account(TypedDict):
    """PostgreSQL refuses to run as root."""

    user: int | None
    group: int | None


def _fastest_place() -> Path:
    """Memory where there is plenty of it: a database is then made five times as fast as on disk."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return MEMORY if has_room else DISK


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        time.sleep(0.02)
