"""10,000 customers with full wallets, and one without a cent to be declined."""

from shared_domain.kernel.database import Session
from shared_domain.payments.tables import wallets

CUSTOMERS = 10_000
FULL_CENTS = 100_000_000
PENNILESS = "c-10000"


def opening_wallets() -> dict[str, int]:
    """Cents by customer id."""
    ids = (f"c-{number:05d}" for number in range(1, CUSTOMERS + 1))
    return {customer_id: 0 if customer_id == PENNILESS else FULL_CENTS for customer_id in ids}


def seed(session: Session) -> None:
    rows = [
        {"customer_id": customer_id, "opening_cents": cents, "balance_cents": cents}
        for customer_id, cents in opening_wallets().items()
    ]
    session.execute(wallets.insert(), rows)
