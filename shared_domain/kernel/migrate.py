"""Alembic without an ini file: each feature brings its own line of migrations."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection, locations: Sequence[Path]) -> None:
    """Bring the schema to the newest revision of every line in `locations`, in one transaction.

    Running it again changes nothing.
    """
    script = ScriptDirectory(str(locations[0]), version_locations=[str(path) for path in locations])

    def to_heads(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs("heads", revision)

    with EnvironmentContext(Config(), script, fn=to_heads, destination_rev="heads") as environment:
        environment.configure(connection=connection)
        with environment.begin_transaction():
            environment.run_migrations()
