"""The whole arm in one process, its databases prepared as `prepare` leaves them."""

import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import microservices
from experiments.testing.answering import OutsideWorld, answering
from experiments.testing.postgres import Server
from microservices.chassis import consumer
from microservices.tests.arm import SERVICES, Arm, Place
from shared_domain.kernel.retry import RetryPolicy
from shared_domain.messages.commands import ScreenRisk

ARM = Path(microservices.__file__).parent


@pytest.fixture(scope="session")
def prepared(postgres: Server) -> Mapping[str, str]:
    """By service, the name of a database to be copied."""
    names = {service: postgres.create() for service in SERVICES}
    with pytest.MonkeyPatch.context() as patch:
        for service, name in names.items():
            patch.setenv("CLEAVE_DATABASE_URL", postgres.url(name))
            runpy.run_path(str(ARM / service / "prepare.py"), run_name="__main__")
    return names


@pytest.fixture
def outside() -> OutsideWorld:
    return OutsideWorld()


@pytest.fixture
def bare_arm(
    postgres: Server,
    prepared: Mapping[str, str],
    outside: OutsideWorld,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Arm]:
    """As the services start for the first time: nobody has heard of any product."""
    monkeypatch.setattr(consumer, "MESSAGE_RETRIES", RetryPolicy(4, 0.001, 0.001))
    monkeypatch.setattr(consumer, "RECEIVE_S", 0.01)

    def mesh(path: str, _: Any) -> tuple[int, Any]:
        service = "inventory" if path.endswith("/stock") else "recommendations"
        answer = services.client(service).get(path)
        return answer.status_code, answer.get_json()

    copies = {service: postgres.create(name) for service, name in prepared.items()}
    urls = {service: postgres.url(name) for service, name in copies.items()}
    with answering(outside) as outside_url, answering(mesh) as mesh_url:
        services = Arm(urls, outside_url, mesh_url)
        yield services
        services.close()
    for name in copies.values():
        postgres.drop(name)


@pytest.fixture
def arm(bare_arm: Arm) -> Arm:
    """The catalog has told everybody what it sells."""
    bare_arm.settle()
    return bare_arm


@pytest.fixture
def unscreened(arm: Arm, monkeypatch: pytest.MonkeyPatch) -> list[ScreenRisk]:
    """What waits to be screened; a test does that itself."""
    waiting: list[ScreenRisk] = []
    monkeypatch.setattr(arm.screening, "submit", waiting.append)
    return waiting


@pytest.fixture
def place(arm: Arm) -> Place:
    """Place an order; returns the answer."""

    def place(*lines: tuple[str, int], customer: str = "c-00001", key: str = "k-1") -> Any:
        asked = [{"product_id": product, "quantity": units} for product, units in lines]
        return arm.client("orders").post(
            "/orders",
            json={"lines": asked},
            headers={"X-Customer-Id": customer, "Idempotency-Key": key},
        )

    return place
