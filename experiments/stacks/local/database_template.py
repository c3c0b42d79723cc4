"""A part's database as every start finds it: migrated, seeded, analysed, shut down cleanly."""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from experiments.stacks.local.copying import copy_under
from experiments.stacks.local.database_server import server_spec
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.places import REPOSITORY
from experiments.stacks.local.postgres import (
    ADMIN,
    AUDITOR,
    Postgres,
    access_rules,
    database_url,
    postgres_version,
)
from experiments.stacks.local.process import ProcessSpec, base_environment
from experiments.stacks.local.templates import digest_of, under_construction
from experiments.stacks.local.workshop import Workshop
from experiments.topology import Part

_FINISH: Final = [
    sql.SQL("ALTER DATABASE template0 IS_TEMPLATE false"),
    sql.SQL("DROP DATABASE template0"),
    sql.SQL("DROP DATABASE postgres"),
    sql.SQL("VACUUM (FREEZE, ANALYZE)"),
]
"""Two databases that no part uses go, so that half as much is copied at each start."""

BUILD_S: Final = 120.0
SCHEME: Final = "1"
"""Changes when this file makes databases differently."""


def template_digest(part: Part, configuration: str, passwords: Passwords) -> str:
    """Names the template: PostgreSQL, settings, passwords and the part's sources."""
    package = part.prepare.partition(".")[0]
    folders = [_folder_of(package), _folder_of("shared_domain")]
    facts = [SCHEME, part.name, part.prepare, configuration, access_rules(part.name)]
    return digest_of(folders, [*facts, postgres_version(), passwords.fingerprint])


def _folder_of(package: str) -> Path:
    found = find_spec(package)
    return Path(found.origin).parent if found and found.origin else REPOSITORY / package


class DatabaseBuild:
    """Builds the template of one part inside a workshop."""

    def __init__(
        self,
        part: Part,
        configuration: str,
        postgres: Postgres,
        passwords: Passwords,
        workshop: Workshop,
    ) -> None:
        self._part = part
        self._configuration = configuration
        self._postgres = postgres
        self._passwords = passwords
        self._workshop = workshop
        self._home = workshop.folder / "databases" / part.name
        self._port = workshop.ports.take()

    def into(self, template: Path) -> None:
        """StackError names the step that failed and the last line of its log."""
        self._initialise()
        spec = server_spec(self._postgres, self._part.name, self._home, self._port)
        self._workshop.client.add(spec)
        self._wait(spec.name)
        self._create_roles()
        self._migrate_and_seed()
        self._as_admin(self._part.name, _FINISH)
        self._workshop.client.halt(spec.name)
        with under_construction(template) as partial:
            copy_under(self._workshop.client, self._part.name, self._home, partial / "data")

    def _initialise(self) -> None:
        secret = self._workshop.folder / "databases" / f"{self._part.name}.password"
        secret.touch(mode=0o600)
        secret.write_text(self._passwords.of(ADMIN, self._part.name))
        self._home.mkdir(mode=0o700)
        if self._postgres.user is not None and self._postgres.owner_group is not None:
            for path in (secret, self._home):
                _give(path, self._postgres.user, self._postgres.owner_group)
        arguments = ["--wal-segsize=1", "--no-locale", "--encoding=UTF8", "--no-sync"]
        arguments += ["--auth=scram-sha-256", f"--username={ADMIN}", f"--pwfile={secret}"]
        program = self._postgres.program("initdb")
        self._run("initdb", (program, "-D", str(self._home), *arguments), as_postgres=True)
        (self._home / "postgresql.conf").write_text(self._configuration)
        (self._home / "pg_hba.conf").write_text(access_rules(self._part.name))

    def _create_roles(self) -> None:
        part = sql.Identifier(self._part.name)
        auditor = sql.Identifier(AUDITOR)
        self._as_admin(
            ADMIN,
            [
                _login(part, self._passwords.of(self._part.name, self._part.name)),
                _login(auditor, self._passwords.of(AUDITOR, self._part.name)),
                sql.SQL("GRANT pg_read_all_data TO {}").format(auditor),
                sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(auditor),
                sql.SQL("CREATE DATABASE {} OWNER {}").format(part, part),
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(part),
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(part, auditor),
            ],
        )

    def _migrate_and_seed(self) -> None:
        self._run("prepare", (sys.executable, "-m", self._part.prepare), as_postgres=False)

    def _run(self, step: str, argv: tuple[str, ...], as_postgres: bool) -> None:
        name = f"{self._part.name}.{step}"
        own = self._passwords.of(self._part.name, self._part.name)
        url = database_url(self._part.name, self._part.name, own, self._port)
        environment = {
            **base_environment(self._workshop.folder),
            "PYTHONPATH": str(REPOSITORY),
            "CLEAVE_DATABASE_URL": url,
        }
        self._workshop.client.add(
            ProcessSpec(
                name=name,
                group=self._part.name,
                argv=argv,
                environment=environment,
                folder=str(self._workshop.folder / "databases"),
                log=str(self._workshop.folder / "logs" / f"{name}.log"),
                once=True,
                user=self._postgres.user if as_postgres else None,
                owner_group=self._postgres.owner_group if as_postgres else None,
            )
        )
        self._wait(name)

    def _wait(self, name: str) -> None:
        self._workshop.client.wait_ready([name], BUILD_S, strict=True)

    def _as_admin(self, database: str, statements: Sequence[sql.SQL | sql.Composed]) -> None:
        password = self._passwords.of(ADMIN, self._part.name)
        with psycopg.connect(
            host="127.0.0.1",
            port=self._port,
            dbname=database,
            user=ADMIN,
            password=password,
            autocommit=True,
        ) as connection:
            for statement in statements:
                connection.execute(statement)


def _login(role: sql.Identifier, password: str) -> sql.Composed:
    return sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))


def _give(path: Path, user: int, owner_group: int) -> None:
    os.chown(path, user, owner_group)
