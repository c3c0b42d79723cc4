"""A statement of the shop, compiled when it is defined and not each time it runs.

SQLAlchemy looks up, binds, wraps and types anew at each execution, which costs several times what
the driver and the server take for a statement of ours. What is written in its language is
therefore turned into SQL once; the driver gets that SQL and the values.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
VERBS: Mapping[type[ClauseElement], str] = {
    Select: "SELECT",
    Insert: "INSERT",
    Update: "UPDATE",
    Delete: "DELETE",
}


class Statement:
    """`sql`, as the driver takes it, has a `%(name)s` for each value, and `literals` are those that
    never change; `summary` is what a trace calls it. `columns` are what an INSERT gives values to:
    without them, every column of its table."""

    def __init__(self, construct: ClauseElement, columns: Sequence[str] | None = None) -> None:
        compiled: Any = construct.compile(dialect=DIALECT, column_keys=columns)
        self.sql = str(compiled).encode()
        self.literals: Mapping[str, Any] = {
            name: value
            for name, value in compiled.params.items()
            if not compiled.binds[name].required
        }
        self.summary = _summary(construct)

    def with_literals(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**values, **self.literals} if self.literals else values


def _summary(construct: ClauseElement) -> str:
    """INSERT orders: what it does, and to which table."""
    verb = next((name for kind, name in VERBS.items() if isinstance(construct, kind)), "SQL")
    table: Any = getattr(construct, "table", None)
    if isinstance(construct, Select):
        table = next(iter(construct.get_final_froms()), None)
    return f"{verb} {getattr(table, 'name', '')}".rstrip()
