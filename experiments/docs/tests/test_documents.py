"""The documents say what is true today."""

import re
from pathlib import Path

import pytest

from experiments.docs.__main__ import DOCUMENTS
from experiments.docs.blocks import Block, blocks_of, refreshed
from experiments.docs.produce import ROOT, produce

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [each for name in DOCUMENTS for each in blocks_of((ROOT / name).read_text("utf-8"))]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)\)")


def test_the_readme_opens_with_the_two_commands() -> None:
    first_code = README.split("```")[1]
    assert [line.split("#")[0].strip() for line in first_code.splitlines()[1:]] == [
        "make compare",
        "make test",
    ]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.source)
def test_a_shown_output_is_what_the_program_prints(block: Block) -> None:
    assert produce(block) == block.text, "run `make docs`"


def test_a_stale_output_is_noticed() -> None:
    stale = "<!-- output of: ./cleave list -->\n```text\nold\n```\n<!-- end -->"
    assert [block.text for block in blocks_of(stale)] == ["old\n"]
    assert blocks_of(refreshed(stale, lambda _: "new\n"))[0].text == "new\n"


def test_a_document_may_not_run_other_programs() -> None:
    with pytest.raises(ValueError, match="only"):
        produce(Block("output of", "rm -rf x", ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_folder_named_in_contributing_exists() -> None:
    named = re.findall(
        r"`((?:shared_domain|monolith|microservices|experiments|docs)/[^`<>*]*)`",
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
    )
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
