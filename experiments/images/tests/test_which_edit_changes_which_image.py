"""One edit in a feature changes the image of its service, and of the monolith, and no other."""

from pathlib import Path

import pytest

from experiments.artefacts.tests.conftest import tree
from experiments.images.context import FILES, REPOSITORY, Context, context_of
from experiments.images.lay_out import OUTSIDE, content_named
from experiments.topology import FEATURES

__all__ = ["tree"]
PARTS = ("monolith", *FEATURES)


def images(tree: Path) -> dict[str, str]:
    return {part: context_of(part, content_named(part, tree)).image for part in PARTS}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {part for part in before if before[part] != after[part]}


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("microservices/catalog/product_page.py", {"catalog"}),
        ("shared_domain/catalog/feature.py", {"catalog", "monolith"}),
        ("shared_domain/catalog/tests/test_the_catalog_is_searched.py", set()),
    ],
)
def test_an_edit_reaches_the_images_of_who_ships_the_file(
    tree: Path, path: str, reached: set[str]
) -> None:
    before = images(tree)
    with (tree / path).open("a") as file:
        file.write("# one more line\n")
    assert changed(before, images(tree)) == reached


def test_a_context_is_packed_alike_each_time_and_named_by_what_is_in_it() -> None:
    one = context_of("catalog", {"entry.py": b"a = 1\n"})
    same = context_of("catalog", {"entry.py": b"a = 1\n"})
    other = context_of("catalog", {"entry.py": b"a = 2\n"})
    assert one.packed() == same.packed()
    assert one.image == same.image != other.image
    assert one.image.startswith("cleave/catalog:")
    assert Context("orders", one.files).digest != one.digest


def test_the_image_of_the_outside_world_ships_nothing_of_the_arms() -> None:
    content = content_named(OUTSIDE, REPOSITORY)
    assert "experiments/outside/main.py" in content
    assert not [path for path in content if path.startswith(("shared_domain", "mono", "micro"))]


def test_all_that_a_build_reads_is_let_through_to_it() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    for path in FILES:
        assert any(path == each or path.startswith(f"{each}/") for each in let_through), path
