"""The overlay of the backends: who is let in, which versions, and that no arm waits for them."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from experiments.backends.addresses import COMPOSE as ADDRESSES
from experiments.backends.places import COMPOSE, CONFIGURATION
from experiments.images.standins import STANDINS
from experiments.stacks.local.places import REPOSITORY
from experiments.topology import TOPOLOGIES

ELASTIC: Final = "docker.elastic.co/"
EXACT: Final = re.compile(r":v?[0-9]+\.[0-9]+\.[0-9]+\Z")
JSON = dict[str, Any]


def read(path: Path) -> JSON:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def services(path: Path = COMPOSE) -> dict[str, JSON]:
    return dict(read(path)["services"])


def published(each: JSON) -> dict[str, str]:
    """The ports inside by those outside; they must be open to this machine alone."""
    found = {}
    for port in each.get("ports", []):
        host, outside, inside = port.removesuffix("/udp").split(":")
        assert host == "127.0.0.1", f"{port} is open to others"
        found[outside] = inside
    return found


def test_they_listen_where_the_lab_tells_them_things() -> None:
    inside = {"elasticsearch": "9200", "prometheus": "9090", "alertmanager": "9093"}
    for name, port in inside.items():
        (outside,) = published(services()[name])
        assert getattr(ADDRESSES, name) == f"http://127.0.0.1:{outside}"
        assert published(services()[name])[outside] == port
    jaeger = {inside: outside for outside, inside in published(services()["jaeger"]).items()}
    assert ADDRESSES.jaeger == f"http://127.0.0.1:{jaeger['16686']}"
    assert ADDRESSES.spans == f"http://127.0.0.1:{jaeger['4318']}/v1/traces"


def test_a_port_that_is_open_to_others_would_be_noticed() -> None:
    with pytest.raises(AssertionError, match="is open to others"):
        published({"ports": ["0.0.0.0:20710:5601"]})


def test_images_have_exact_tags_and_the_elastic_ones_a_single_one() -> None:
    images = [each["image"] for each in services().values()]
    assert [image for image in images if not EXACT.search(image)] == []
    assert len({image.rpartition(":")[2] for image in images if image.startswith(ELASTIC)}) == 1


def test_what_stands_in_for_an_image_has_its_tag() -> None:
    names = ("elasticsearch", "prometheus", "alertmanager", "jaeger")
    images = {each["image"] for each in services().values()}
    assert {STANDINS[name].image for name in names} <= images


@pytest.mark.parametrize("arm", sorted(TOPOLOGIES))
def test_each_part_of_an_arm_sends_spans_and_lines_and_waits_for_nobody(arm: str) -> None:
    told = services(CONFIGURATION / f"{arm}.yaml")
    lines = f"udp://127.0.0.1:{next(iter(published(services()['logstash'])))}"
    for part in TOPOLOGIES[arm].parts:
        assert told[part.name]["environment"]["CLEAVE_SPANS"] == "http://jaeger:4318/v1/traces"
        assert told[part.name]["environment"]["CLEAVE_TRACE_PERCENT"] == "100"
    assert {each["logging"]["options"]["gelf-address"] for each in told.values()} == {lines}
    assert [name for name, each in told.items() if "depends_on" in each] == []


@pytest.mark.parametrize("arm", sorted(TOPOLOGIES))
def test_the_overlay_names_no_service_that_the_arm_does_not_have(arm: str) -> None:
    base = services(REPOSITORY / "compose" / f"{arm}.yaml")
    assert services(CONFIGURATION / f"{arm}.yaml").keys() <= base.keys()
    assert services().keys().isdisjoint(base)


def test_prometheus_asks_every_part_of_both_arms() -> None:
    (job,) = read(CONFIGURATION / "prometheus" / "prometheus.yaml")["scrape_configs"]
    (asked,) = job["dns_sd_configs"]
    parts = {part.name for topology in TOPOLOGIES.values() for part in topology.parts}
    assert set(asked["names"]) == parts


def test_each_says_whether_it_is_well_and_has_a_limit() -> None:
    for name, each in services().items():
        assert each["healthcheck"]["test"], name
        assert each["deploy"]["resources"]["limits"]["memory"], name
