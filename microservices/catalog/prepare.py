"""Make the catalog's database ready: `python -m microservices.catalog.prepare`."""

from microservices.catalog.announce import announce
from microservices.chassis.outbox import Outbox
from microservices.chassis.preparing import migrations_of, prepare
from shared_domain.catalog import seed as catalog
from shared_domain.catalog.tables import products
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Session


def announce_seed(session: Session) -> None:
    announce(session, Outbox(utc_now, new_uuid, hand_over=lambda _: None), catalog.all_products())


if __name__ == "__main__":
    prepare([migrations_of("catalog")], products, [catalog.seed, announce_seed])
