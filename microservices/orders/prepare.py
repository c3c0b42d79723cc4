"""Make the orders' database ready: `python -m microservices.orders.prepare`.

Nothing is seeded: the products' prices come as events.
"""

from pathlib import Path

from microservices.chassis.preparing import PRODUCT_COPY, migrations_of, prepare

SAGAS = Path(__file__).parent / "migrations"

if __name__ == "__main__":
    prepare([migrations_of("orders"), SAGAS, PRODUCT_COPY])
