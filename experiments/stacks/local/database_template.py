"""A part's database as every start finds it: migrated, seeded, analysed, shut down cleanly."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from experiments.stacks.local.administering import FINISH, as_admin, roles_of
from experiments.stacks.local.copying import copy_under
from experiments.stacks.local.database_server import server_spec
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.places import REPOSITORY
from experiments.stacks.local.postgres import (
    ADMIN,
    Postgres,
    access_rules,
    database_url,
    postgres_version,
)
from experiments.stacks.local.process import ProcessSpec, base_environment
from experiments.stacks.local.templates import digest_of, under_construction
from experiments.stacks.local.workshop import Workshop
from experiments.topology import Part

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
        name, password = self._part.name, self._passwords.of(ADMIN, self._part.name)
        as_admin(self._port, ADMIN, password, roles_of(name, self._passwords))
        self._migrate_and_seed()
        as_admin(self._port, name, password, FINISH)
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


def _give(path: Path, user: int, owner_group: int) -> None:
    os.chown(path, user, owner_group)
