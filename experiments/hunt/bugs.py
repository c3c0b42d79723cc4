"""The ten bugs. Each is an edit of shared_domain, which both arms ship; one is a migration.

Four raise, two are slow, four are wrong without a word. They stand in all six features, most in
those that an order passes through. In six of them the operation that a
customer sees fail is hosted by another feature than that of the bug.
"""

from typing import Final

from experiments.artefacts.release import Change
from experiments.hunt.bug import Bug
from experiments.topology import (
    CATALOG,
    INVENTORY,
    NOTIFICATIONS,
    ORDERS,
    PAYMENTS,
    RECOMMENDATIONS,
)

AUDIT: Final = "shared_domain/payments/migrations/payments_0002.py"
AUDITED: Final = '''\
"""Every entry of the ledger is audited while it is made."""

from alembic import op

revision = "payments_0002"
down_revision = "payments_0001"
branch_labels = None
depends_on = None
STATEMENTS = (
    "CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN PERFORM pg_sleep(0.6); RETURN NEW; END'",
    "CREATE TRIGGER audited BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION audited()",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
'''
"""Slower than an order may be settled, quicker than a statement may be answered."""


def _edit(feature: str, file: str, before: str, after: str) -> Change:
    return Change(feature, edits={f"shared_domain/{feature}/{file}": (before, after)})


BUGS: Final = (
    Bug(
        "an empty search fails",
        "The last product of a page is asked for where there is none.",
        _edit(CATALOG, "routes.py", "if len(found) == query.limit", "if len(found) <= query.limit"),
    ),
    Bug(
        "the last unit stays",
        "Stock must hold more than is asked for, where as much would do.",
        _edit(INVENTORY, "feature.py", "available >= ASKED", "available > ASKED"),
    ),
    Bug(
        "stock is read slowly",
        "Each look at the stock of a product takes a third of a second, as without an index.",
        _edit(
            INVENTORY,
            "feature.py",
            "select(stock.c.available).where",
            "select(stock.c.available, func.pg_sleep(0.35)).where",
        ),
        is_slow=True,
    ),
    Bug(
        "a refused payment raises",
        "The reason of a refusal is misspelt, so refusing fails.",
        _edit(PAYMENTS, "feature.py", "Reason.PAYMENT_DECLINED", 'Reason["DECLINED"]'),
    ),
    Bug(
        "cents are not taken",
        "Only whole units of money are taken from the wallet.",
        _edit(
            PAYMENTS,
            "feature.py",
            '"cents": command.total_cents',
            '"cents": command.total_cents // 100 * 100',
        ),
    ),
    Bug(
        "an audit takes its time",
        "A trigger on the ledger takes 0.6 s for each entry.",
        Change(PAYMENTS, files={AUDIT: AUDITED}),
        is_slow=True,
    ),
    Bug(
        "ranked products are lost",
        "What the ranking gives are ids, and they are taken for products.",
        _edit(RECOMMENDATIONS, "feature.py", "products[each] for", "products[each.product_id] for"),
    ),
    Bug(
        "refusals are not told",
        "A text asks for a value that nobody gives it.",
        _edit(NOTIFICATIONS, "feature.py", "was rejected: {reason}", "was rejected: {cause}"),
    ),
    Bug(
        "told of the first line",
        "The event of a settled order has the price of its first line as its total.",
        _edit(
            ORDERS,
            "order.py",
            "total_cents=self.total_cents,",
            "total_cents=self.lines[0].quantity * self.lines[0].unit_price_cents,",
        ),
    ),
    Bug(
        "a key takes anything",
        "Quantities are left out where it is decided whether two requests ask for the same.",
        _edit(
            ORDERS, "rules.py", "[[line.product_id, line.quantity] for", "[[line.product_id] for"
        ),
    ),
)
