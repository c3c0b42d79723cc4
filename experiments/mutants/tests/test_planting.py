"""A mistake is there while it is planted, and nothing of it is left afterwards."""

from contextlib import nullcontext
from typing import Any

import pytest

from experiments.mutants.catalogue import BOTH, MUTANTS, OF_MONOLITH, OF_SERVICES
from experiments.mutants.monolith_arm import MonolithArm
from experiments.mutants.mutant import Mutant
from experiments.mutants.service_apps import APPS, service_for
from experiments.mutants.services_arm import ServicesArm
from microservices.chassis import consumer, participant
from microservices.chassis.consumer import Consumer
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from microservices.chassis.worker import Worker
from microservices.orders import saga, screening_lease
from microservices.orders.checkout import SagaCheckout
from microservices.orders.saga import Saga
from monolith.checkout import TransactionCheckout
from monolith.notifier import Notifier
from shared_domain.inventory.feature import Inventory
from shared_domain.kernel.database import Session
from shared_domain.kernel.wrap import unwrapped
from shared_domain.orders import rules, store
from shared_domain.orders.feature import PlaceOrder
from shared_domain.orders.order import Order
from shared_domain.payments.feature import Payments

NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
NOBODY = "http://127.0.0.1:1"
PLACES: tuple[Any, ...] = (
    consumer, participant, Consumer, Outbox, Relay, Worker, saga, screening_lease, SagaCheckout,
    Saga, TransactionCheckout, Notifier, Inventory, Session, rules, store, PlaceOrder, Order,
    Payments,
)  # fmt: skip
EVERY = (*BOTH, *OF_MONOLITH, *OF_SERVICES)
PLANTED = [each for each in EVERY if each.wrap is unwrapped]
WRAPPED = [each for each in EVERY if each.wrap is not unwrapped]


def state() -> list[dict[str, Any]]:
    return [dict(vars(place)) for place in PLACES]


@pytest.mark.parametrize("mutant", PLANTED, ids=lambda each: each.name)
def test_a_patch_is_there_and_then_gone(mutant: Mutant) -> None:
    before = state()
    with mutant.plant():
        assert state() != before
    assert state() == before


@pytest.mark.parametrize("mutant", WRAPPED, ids=lambda each: each.name)
def test_a_wrap_replaces_one_feature_and_leaves_the_others(mutant: Mutant) -> None:
    replaced = [name for name in APPS if mutant.wrap(name, name) is not name]
    assert len(replaced) == 1


@pytest.mark.parametrize("mutant", EVERY, ids=lambda each: each.name)
def test_every_mutant_plants_in_one_way(mutant: Mutant) -> None:
    assert (mutant.plant is nullcontext) is (mutant.wrap is not unwrapped)


def test_both_arms_have_mutants() -> None:
    assert set(MUTANTS) == {"monolith", "services"}


@pytest.mark.parametrize("mutant", WRAPPED, ids=lambda each: each.name)
def test_both_arms_take_the_wrap_and_start_again(mutant: Mutant) -> None:
    """Nothing is opened before somebody asks."""
    monolith = MonolithArm(NOWHERE, NOBODY, mutant.wrap)
    services = ServicesArm(dict.fromkeys(APPS, NOWHERE), NOBODY, mutant.wrap)
    for arm in (monolith, services):
        arm.restart()
        arm.close()


def test_a_database_that_is_not_there_is_an_unknown_outcome() -> None:
    arm = MonolithArm(NOWHERE, NOBODY, unwrapped)
    status, _ = arm.ask("GET", "/wallet", {"X-Customer-Id": "c-00001"}, None)
    arm.close()
    assert status == 503


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/orders", "orders"), ("/orders?limit=50", "orders"), ("/orders/o-1", "orders"),
        ("/products/p-0001/stock", "inventory"), ("/wallet", "payments"),
        ("/notifications?limit=50", "notifications"),
    ],
)  # fmt: skip
def test_a_path_is_answered_by_the_service_that_has_it(path: str, service: str) -> None:
    assert service_for(path) == service
