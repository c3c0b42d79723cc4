"""Which transport a service has is said by its configuration alone, and loads no other."""

import subprocess
import sys
from pathlib import Path

import pytest

from microservices.chassis.config import ServiceConfig
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.rabbitmq.bus import RabbitBus
from microservices.chassis.rest.bus import RestBus
from microservices.chassis.transports import open_bus
from shared_domain.kernel.config import ConfigError
from shared_domain.kernel.database import Database

NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
REPOSITORY = Path(__file__).parents[3]
URLS = {
    "kafka://127.0.0.1:1": KafkaBus,
    "amqp://guest:guest@127.0.0.1:1": RabbitBus,
    "http://127.0.0.1:1": RestBus,
}
LOADED = """\
import sys
from microservices.chassis.config import ServiceConfig
from microservices.chassis.transports import open_bus
from shared_domain.kernel.database import Database
url = "postgresql+psycopg://m:m@127.0.0.1:1/m"
open_bus(ServiceConfig(url, 1, sys.argv[1], "orders-1"), "orders", Database(url, 1))
print(*sorted({"kafka", "pika", "msgpack"} & set(sys.modules)))
"""


def config(bus: str) -> ServiceConfig:
    return ServiceConfig(NOWHERE, 1, bus, "orders-1")


@pytest.mark.parametrize(("url", "kind"), URLS.items(), ids=["kafka", "rabbitmq", "rest"])
def test_a_transport_is_known_by_its_url(url: str, kind: type) -> None:
    transport = open_bus(config(url), "orders", Database(NOWHERE, 1))
    assert isinstance(transport.bus, kind)
    assert transport.is_direct is (kind is RestBus)
    assert len(transport.routes) == (kind is RestBus)


@pytest.mark.parametrize("url", ["", "127.0.0.1:9092", "nats://127.0.0.1:1"])
def test_an_unknown_transport_fails_the_start_with_those_there_are(url: str) -> None:
    with pytest.raises(ConfigError, match="CLEAVE_BUS must begin with one of kafka://, amqp://"):
        open_bus(config(url), "orders", Database(NOWHERE, 1))


@pytest.mark.parametrize(
    ("url", "loaded"), list(zip(URLS, ["kafka", "pika", ""], strict=True)), ids=list(URLS)
)
def test_only_the_library_of_the_transport_is_loaded(url: str, loaded: str) -> None:
    run = [sys.executable, "-c", LOADED, url]
    done = subprocess.run(run, cwd=REPOSITORY, capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == loaded, done.stderr
