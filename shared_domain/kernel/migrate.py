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

    Running it again changes nothing. A line that a later release has brought further is left as
    it is, so that the release before can be deployed again.
    """
    script = ScriptDirectory(str(locations[0]), version_locations=[str(path) for path in locations])

    def to_heads(revision: Any, _context: Any) -> Any:
        ours: Any = _as_known(script, revision)  # its type says str, its callers pass tuples
        return script._upgrade_revs("heads", ours)

    with EnvironmentContext(Config(), script, fn=to_heads, destination_rev="heads") as environment:
        environment.configure(connection=connection)
        with environment.begin_transaction():
            environment.run_migrations()


def _as_known(script: ScriptDirectory, current: Sequence[str]) -> tuple[str, ...]:
    """`current`, with the newest revision we have of a line for one that only others know."""
    known = {each.revision for each in script.walk_revisions()}
    newest = {_line(head): head for head in script.get_heads()}
    return tuple(each if each in known else newest.get(_line(each), each) for each in current)


def _line(revision: str) -> str:
    """payments_0002 -> payments."""
    return revision.rpartition("_")[0]
