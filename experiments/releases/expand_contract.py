"""A column renamed in three releases, none of which the one before it cannot live with.

An order line's `unit_price_cents` becomes `price_cents`: it is written with each order and read
with each look at one. *Expand* adds the new column and a trigger that keeps both alike, whoever
writes which; its code is the former. *Both* copies what is older than the trigger, and its code
knows the new column only. *Contract* takes the former column and the trigger away. So at each
deploy the replicas that go and those that come work on the same tables, and each release but the
last can be taken back.
"""

from collections.abc import Mapping
from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.topology import ORDERS

TABLES: Final = "shared_domain/orders/tables.py"
FORMER: Final = 'Column("unit_price_cents", '
LATER: Final = 'Column("price_cents", key="unit_price_cents", type_='
"""The code still says `order_lines.c.unit_price_cents`."""

_MIGRATION: Final = '''\
"""{why}"""

from alembic import op

revision = "orders_{number:04}"
down_revision = "orders_{before:04}"
branch_labels = None
depends_on = None
STATEMENTS = {statements!r}


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
'''


def _migrations(*each: tuple[str, tuple[str, ...]]) -> Mapping[str, str]:
    """By path; the first is the orders' second."""
    return {
        f"shared_domain/orders/migrations/orders_{number:04}.py": _MIGRATION.format(
            why=why, number=number, before=number - 1, statements=statements
        )
        for number, (why, statements) in enumerate(each, 2)
    }


_EXPAND: Final = (
    "The price of an order line gets a shorter name; for a while it has two.",
    (
        "ALTER TABLE order_lines ADD COLUMN price_cents integer",
        "CREATE FUNCTION one_price() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN"
        " NEW.price_cents := coalesce(NEW.price_cents, NEW.unit_price_cents);"
        " NEW.unit_price_cents := NEW.price_cents;"
        " RETURN NEW;"
        " END'",
        "CREATE TRIGGER one_price BEFORE INSERT ON order_lines"
        " FOR EACH ROW EXECUTE FUNCTION one_price()",
    ),
)
_COPY: Final = (
    "Lines that are older than the second name.",
    ("UPDATE order_lines SET price_cents = unit_price_cents WHERE price_cents IS NULL",),
)
_CONTRACT: Final = (
    "The former name goes.",
    (
        "DROP TRIGGER one_price ON order_lines",
        "DROP FUNCTION one_price()",
        "ALTER TABLE order_lines ALTER COLUMN price_cents SET NOT NULL",
        "ALTER TABLE order_lines DROP COLUMN unit_price_cents",
    ),
)
_BACK: Final = (
    "The former name again, for releases from before.",
    ("ALTER TABLE order_lines RENAME COLUMN price_cents TO unit_price_cents",),
)


def _release(name: str, *migrations: tuple[str, tuple[str, ...]], renamed: bool) -> Release:
    edits = {TABLES: (FORMER, LATER)} if renamed else {}
    return Release(name, (Change(ORDERS, files=_migrations(*migrations), edits=edits),))


EXPAND: Final = _release("expand", _EXPAND, renamed=False)
BOTH: Final = _release("both", _EXPAND, _COPY, renamed=True)
CONTRACT: Final = _release("contract", _EXPAND, _COPY, _CONTRACT, renamed=True)
NAMED_BACK: Final = _release("named back", _EXPAND, _COPY, _CONTRACT, _BACK, renamed=False)
"""After it what was there before any of them can be deployed again."""
