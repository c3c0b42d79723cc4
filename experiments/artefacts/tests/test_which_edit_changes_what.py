"""An edit changes the digests of the parts that ship the edited file, and of no others."""

from pathlib import Path

import pytest

from experiments.artefacts.content import LOCK
from experiments.artefacts.release import BASE, Change, Release
from experiments.artefacts.tests.parts import PARTS, changed, digests
from experiments.topology import FEATURES

ALL = set(PARTS)
SERVICES = ALL - {"monolith"}
NOBODY: set[str] = set()
EDITS = {
    "shared_domain/catalog/feature.py": {"catalog", "monolith"},
    "shared_domain/catalog/migrations/catalog_0001.py": {"catalog", "monolith"},
    "shared_domain/catalog/migrations/catalog_0002.py": {"catalog", "monolith"},
    "microservices/catalog/product_page.py": {"catalog"},
    "microservices/catalog/prepare.py": {"catalog"},
    "microservices/orders/migrations/sagas_0001.py": {"orders"},
    "microservices/chassis/product_copy/migrations/product_copy_0001.py": {
        "orders",
        "recommendations",
    },
    "microservices/chassis/consumer.py": SERVICES,
    "monolith/checkout.py": {"monolith"},
    "shared_domain/checkout.py": {"orders", "monolith"},
    "shared_domain/kernel/database.py": ALL,
    "shared_domain/kernel/outside.py": {"orders", "recommendations", "monolith"},
    "shared_domain/messages/commands.py": ALL,
    "shared_domain/openapi.yaml": NOBODY,
    "shared_domain/catalog/tests/test_the_catalog_is_searched.py": NOBODY,
    "shared_domain/catalog/nobody_imports_this.py": NOBODY,
}


@pytest.mark.parametrize("path", EDITS)
def test_an_edit_reaches_who_ships_the_file(tree: Path, path: str) -> None:
    before = digests(tree)
    with (tree / path).open("a") as file:
        file.write("# one more line\n")
    assert changed(before, digests(tree)) == EDITS[path]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_change_of_one_feature_reaches_its_service_and_the_monolith(
    tree: Path, tmp_path: Path, feature: str
) -> None:
    wrapper = tmp_path / "plain.py"
    wrapper.write_text("def wrap(name, feature):\n    return feature\n")
    migration = {f"shared_domain/{feature}/migrations/{feature}_0002.py": "# nothing yet\n"}
    before = digests(tree)
    for change in (Change(feature, wrapper), Change(feature, files=migration)):
        assert changed(before, digests(tree, Release("new", (change,)))) == {feature, "monolith"}


def test_the_name_of_a_release_changes_nothing(tree: Path) -> None:
    assert digests(tree, BASE) == digests(tree, Release("another"))


def test_another_version_in_the_lock_changes_all(tree: Path) -> None:
    before = digests(tree)
    lock = tree / LOCK
    lock.write_text(lock.read_text().replace("flask==", "flask==99.", 1))
    assert changed(before, digests(tree)) == ALL


def test_a_comment_in_the_lock_changes_nothing_since_it_installs_nothing(tree: Path) -> None:
    before = digests(tree)
    with (tree / LOCK).open("a") as file:
        file.write("\n    # via somebody\n")
    assert changed(before, digests(tree)) == NOBODY


def test_where_the_tree_stands_changes_nothing(tree: Path, tmp_path: Path) -> None:
    before = digests(tree)
    assert digests(tree.rename(tmp_path / "moved")) == before
