"""The page holds every count, the procedure, the bugs and what is to be said against it."""

from html.parser import HTMLParser

import pytest

from experiments.hunt.bugs import BUGS
from experiments.hunt.caveats import CAVEATS
from experiments.hunt.outcome import Hunted, Outcome
from experiments.hunt.page import changed, render
from experiments.hunt.procedure import LEVELS, Search, in_words
from experiments.hunt.symptom import Kind
from experiments.hunt.table import lines_of
from experiments.hunt.tests.made import symptom
from experiments.report.screen import WIDTH
from experiments.topology import TOPOLOGIES

FOUND = Search((), ("catalog", "orders"), "orders")
OUTCOME = Outcome(
    7,
    tuple(
        Hunted(arm, bug.name, symptom(Kind.WRONG), dict.fromkeys(LEVELS, FOUND))
        for arm in TOPOLOGIES
        for bug in BUGS[1:]
    ),
)


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return render(OUTCOME)


def test_it_is_whole_and_stands_alone(page: str) -> None:
    assert Page(page).opened == []
    assert "https://" not in page
    assert "<script" not in page


def test_it_says_how_it_was_searched_and_what_that_is_worth(page: str) -> None:
    read = "".join(Page(page).texts)
    for text in (*in_words(), *CAVEATS, *(bug.meaning for bug in BUGS)):
        assert text in read
    for bug in BUGS:
        assert all(text in read for text in changed(bug))


def test_each_count_is_there(page: str) -> None:
    cells = len(LEVELS) * len(TOPOLOGIES)
    assert page.count('<td class="number">2</td>') == cells * (len(BUGS) - 1)
    assert page.count(f'<td class="number">{2 * (len(BUGS) - 1)}</td>') == cells


def test_the_table_fits_a_terminal_and_has_each_bug() -> None:
    text = "\n".join(lines_of(OUTCOME))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\x1b" not in text
    assert text.count("who opens nothing else: code 18, in the first code opened 0") == 2
    for bug in BUGS[1:]:
        assert text.count(f"\n  {bug.name} ") == len(TOPOLOGIES)
    words = " ".join(text.split())
    assert all(" ".join(told.split()) in words for told in (*in_words(), *CAVEATS))


def test_problems_are_told() -> None:
    lost = Outcome(7, (Hunted("monolith", BUGS[0].name, None, {}),))
    told = "\n".join(lines_of(lost))
    assert "WRONG: monolith, an empty search fails: the customer noticed nothing" in told
    assert "the customer noticed nothing, so nobody searched" in render(lost)
