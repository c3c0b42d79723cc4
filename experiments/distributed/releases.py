"""What the naive releases change: buses that know no message again, tables that take one twice.

Each stays within what a release may change, so that the arms themselves hold no line of it.
"""

from pathlib import Path
from string import Template
from typing import Final

from experiments.artefacts.release import Change, Release
from experiments.topology import INVENTORY, NOTIFICATIONS, ORDERS, PAYMENTS

WRAPPERS: Final = Path(__file__).parent / "wrapper"
FEATURE_FILE: Final = "shared_domain/inventory/feature.py"
ONCE: Final = ", reservations.c.released_at.is_(None))"
"""Of the reservations of an order, those that were not given back before."""

_MIGRATION = Template('''\
"""$table takes the same twice: it has no $constraint any more."""

from alembic import op

revision = "${feature}_0002"
down_revision = "${feature}_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("$constraint", "$table")


def downgrade() -> None:
    raise RuntimeError("what stands there twice by now cannot be made one")
''')


def forgetting(feature: str) -> Change:
    """No message to the feature is known from before."""
    return Change(feature, wrapper=WRAPPERS / "every_message_new.py", port="bus")


def careless(feature: str) -> Change:
    """What the feature publishes counts as sent, whatever the broker says."""
    return Change(feature, wrapper=WRAPPERS / "sent_come_what_may.py", port="bus")


def keyless(feature: str, table: str, constraint: str) -> Change:
    """The key goes that would refuse what is entered twice."""
    text = _MIGRATION.substitute(feature=feature, table=table, constraint=constraint)
    path = f"shared_domain/{feature}/migrations/{feature}_0002.py"
    return Change(feature, files={path: text})


CHARGING: Final = Release(
    "charging-each-time",
    (forgetting(PAYMENTS), keyless(PAYMENTS, "ledger", "ledger_once_per_order")),
)
HOLDING: Final = Release(
    "holding-each-time",
    (forgetting(INVENTORY), keyless(INVENTORY, "reservations", "reservations_pkey")),
)
GIVING_BACK: Final = Release(
    "giving-back-each-time",
    (forgetting(INVENTORY), Change(INVENTORY, edits={FEATURE_FILE: (ONCE, ")")})),
)
TELLING: Final = Release(
    "telling-each-time",
    (forgetting(NOTIFICATIONS), keyless(NOTIFICATIONS, "notifications", "notifications_pkey")),
)
BELIEVING: Final = Release(
    "believing-each-answer",
    (forgetting(ORDERS), Change(ORDERS, wrapper=WRAPPERS / "any_answer.py")),
)
HOPING: Final = Release("hoping-it-is-sent", tuple(map(careless, (ORDERS, INVENTORY, PAYMENTS))))


def naive(releases: tuple[Release, ...]) -> Release:
    """All that any of them takes away, each change once."""
    changes: list[Change] = []
    for change in (change for release in releases for change in release.changes):
        if change not in changes:
            changes.append(change)
    return Release("naive", tuple(changes))
