"""The study as text and as a page: every number is there, and every link leads to its lines."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from experiments.distributed.outcome import Outcome
from experiments.distributed.page import write_page
from experiments.distributed.passages import ROOT
from experiments.distributed.protection import Protection
from experiments.distributed.protections import PROTECTIONS
from experiments.distributed.table import lines_of
from experiments.distributed.tests.made import VISITS, outcome
from experiments.report.screen import WIDTH


def text_of(whole: Outcome) -> str:
    return "\n".join(line.plain for line in lines_of(whole, VISITS))


@pytest.fixture(scope="module")
def text() -> str:
    return text_of(outcome())


@pytest.fixture
def page(tmp_path: Path) -> str:
    return write_page(outcome(missing=1, services=0), VISITS, tmp_path).read_text("utf-8")


def test_it_fits_a_terminal(text: str) -> None:
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\x1b" not in text


def test_each_side_has_a_row_and_what_was_not_looked_at_a_dash(text: str) -> None:
    rows = {line[:30].strip(): line[30:].split() for line in text.splitlines()[3:13]}
    assert rows["monolith"] == ["0", "-", "-", "-", "-"]
    assert rows["services"] == ["0"] * 5
    assert rows["services, naive"] == ["2"] * 5
    assert rows["without 'charged once'"] == ["-", "-", "2", "-", "-"]
    assert rows["without 'sent until stored'"] == ["-", "-", "-", "-", "2"]


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda each: each.name)
def test_each_protection_tells_its_lines_and_what_happened_without(
    text: str, protection: Protection
) -> None:
    told = text.partition(f"\n{protection.name}: {len(protection.code)} lines of code\n")[
        2
    ].partition("\n\n")[0]
    assert protection.promise.split()[0] in told
    assert f"without it, under {protection.shown_by}: violated: money is conserved (2)" in told
    assert all(f"\n  {lines}" in told for lines in protection.lines)


def test_places_are_links_in_a_terminal_that_has_them() -> None:
    addresses = [span.style for line in lines_of(outcome(), VISITS) for span in line.spans]
    assert len(addresses) == sum(len(each.lines) for each in PROTECTIONS)
    assert all(str(each).startswith("link file://") for each in addresses)


def test_problems_are_told() -> None:
    told = text_of(outcome(services=1))
    assert "WRONG: services, calm: violated: money is conserved (1)" in told


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.opened: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.opened.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def test_every_link_of_the_page_leads_to_the_lines_it_names(page: str, tmp_path: Path) -> None:
    read = Page(page)
    assert read.opened == []
    assert len(read.links) == sum(len(each.lines) for each in PROTECTIONS)
    for link in read.links:
        path, _, lines = link.partition("#")
        assert (tmp_path / path).resolve().is_relative_to(ROOT)
        assert (tmp_path / path).is_file()
        assert re.fullmatch(r"L\d+-L\d+", lines)


def test_the_page_holds_the_lines_and_the_numbers(page: str) -> None:
    assert "if saga is None or saga.awaiting != reply.command:" in page
    assert page.count('<td class="number">2</td>') == 11
    assert "https://" not in page
    assert "<script" not in page
