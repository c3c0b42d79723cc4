"""Make the payments' database ready: `python -m microservices.payments.prepare`."""

from microservices.chassis.preparing import migrations_of, prepare
from shared_domain.payments import seed
from shared_domain.payments.tables import wallets

if __name__ == "__main__":
    prepare([migrations_of("payments")], wallets, [seed.seed])
