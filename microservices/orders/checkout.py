"""How the orders service takes an order in: saved and answered PENDING, the saga goes on alone."""

from microservices.orders.saga import Saga
from microservices.orders.screening import Screening
from shared_domain.checkout import command_for
from shared_domain.kernel.database import Database
from shared_domain.messages.commands import ScreenRisk
from shared_domain.orders.order import Order


class SagaCheckout:
    def __init__(self, database: Database, saga: Saga, screening: Screening) -> None:
        self._database = database
        self._saga = saga
        self._screening = screening

    def run(self, order: Order) -> Order:
        """The order as saved, PENDING. Raises AlreadyPlaced."""
        with self._database.write() as session:
            self._saga.begin(session, order)
        self._screening.submit(command_for(ScreenRisk, order))
        return order
