"""A part ships its own feature, the kernel and the messages, and nothing of its neighbours."""

import json
from pathlib import Path

import pytest

from experiments.artefacts.build import REPOSITORY
from experiments.artefacts.content import DESCRIPTION
from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.tests.parts import PARTS, below, content
from experiments.topology import FEATURES, SERVICES

COMMON = {"kernel", "messages"}
SERVICE_NAMES = [part.name for part in SERVICES.parts]
MIGRATIONS = {
    "monolith": {"catalog", "inventory", "orders", "payments", "notifications", "monolith"},
    "catalog": {"catalog", "chassis"},
    "inventory": {"inventory", "chassis"},
    "orders": {"orders", "chassis", "product_copy", "sagas"},
    "payments": {"payments", "chassis"},
    "recommendations": {"chassis", "product_copy"},
    "notifications": {"notifications", "chassis"},
}


@pytest.mark.parametrize("name", SERVICE_NAMES)
def test_a_service_ships_its_own_feature_of_the_domain(name: str) -> None:
    own = {"orders", "checkout.py"} if name == "orders" else {name}
    files = content(name)
    assert below("shared_domain", files) == own | COMMON
    assert below("microservices", files) == {name, "chassis"}
    assert not below("monolith", files)


def test_the_monolith_ships_every_feature_and_no_service() -> None:
    files = content("monolith")
    assert below("shared_domain", files) == {*FEATURES, "checkout.py"} | COMMON
    assert not below("microservices", files)


def test_an_import_of_another_feature_would_ship_it(tree: Path) -> None:
    with (tree / "microservices/payments/app.py").open("a") as file:
        file.write("\ndef late() -> None:\n    from shared_domain.orders import rules\n")
    assert "orders" in below("shared_domain", content("payments", root=tree))


@pytest.mark.parametrize("name", PARTS)
def test_the_migrations_of_all_that_is_shipped_come_with_it(name: str) -> None:
    found = {Path(path).name for path in content(name) if "/migrations/" in path}
    assert {each.rpartition("_")[0] for each in found} == MIGRATIONS[name] | {"dead_letters"}


@pytest.mark.parametrize("name", PARTS)
def test_nothing_but_the_part_is_in_it(name: str) -> None:
    generated = {"entry.py", "artefact.json"}
    for path, data in content(name).items():
        assert "/tests/" not in path
        if path not in generated:
            assert data == (REPOSITORY / path).read_bytes()


def test_every_entry_is_the_same_but_for_the_module() -> None:
    neutral = {
        content(name)["entry.py"].decode().replace(part.target.partition(":")[0], "MODULE")
        for name, part in PARTS.items()
    }
    assert len(neutral) == 1


def test_it_says_what_it_is() -> None:
    facts = json.loads(content("payments")[DESCRIPTION])
    assert (facts["part"], facts["features"], facts["changes"]) == ("payments", ["payments"], [])


def test_a_part_without_its_module_cannot_be_built(tree: Path) -> None:
    (tree / "microservices/payments/prepare.py").unlink()
    with pytest.raises(ArtefactError, match=r"no module microservices\.payments\.prepare"):
        content("payments", root=tree)


def test_a_part_that_is_not_python_cannot_be_built(tree: Path) -> None:
    (tree / "shared_domain/payments/feature.py").write_text("class\n")
    with pytest.raises(ArtefactError, match=r"^shared_domain/payments/feature\.py:1: "):
        content("payments", root=tree)


def test_relative_imports_are_followed(tree: Path) -> None:
    (tree / "microservices/payments/late.py").write_text("LATE = True\n")
    with (tree / "microservices/payments/config.py").open("w") as file:
        file.write("from . import late\nfrom ..chassis.config import ServiceConfig\n")
    with (tree / "microservices/payments/app.py").open("a") as file:
        file.write("import microservices.payments.config\n")
    assert "microservices/payments/late.py" in content("payments", root=tree)
