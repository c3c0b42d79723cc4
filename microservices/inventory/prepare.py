"""Make the inventory's database ready: `python -m microservices.inventory.prepare`."""

from microservices.chassis.preparing import migrations_of, prepare
from shared_domain.inventory import seed
from shared_domain.inventory.tables import stock

if __name__ == "__main__":
    prepare([migrations_of("inventory")], stock, [seed.seed])
