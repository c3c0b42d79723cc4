"""The requests may hold every connection of the pool that the screening shares with them."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from experiments.testing.waiting import wait_until
from microservices.orders.screening import Screening
from microservices.orders.tests.harness import SagaDriver
from shared_domain.checkout import command_for
from shared_domain.kernel.database import Database
from shared_domain.kernel.protections import UNPROTECTED
from shared_domain.messages.commands import ScreenRisk
from shared_domain.orders.order import Order

HASTY = replace(UNPROTECTED, pool_ms=20)


@pytest.fixture
def narrow(driver: SagaDriver) -> Iterator[Database]:
    """The orders' database by one connection."""
    url = driver.database.engine.url.render_as_string(hide_password=False)
    database = Database(url, 1, HASTY)
    yield database
    database.engine.dispose()


def test_an_answer_waits_for_a_free_connection_and_is_not_asked_for_again(
    driver: SagaDriver, order: Order, narrow: Database, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []
    screening = Screening(
        narrow, driver.saga, lambda command: asked.append(command.order_id), driver.clock
    )
    with narrow.read():
        working = threading.Thread(target=screening.screen, args=(command_for(ScreenRisk, order),))
        working.start()
        wait_until(lambda: len(caplog.records) > 1)
        assert driver.commands() == []
    working.join(5)
    assert (asked, driver.commands()) == (["o-1"], ["ReserveStock"])
