"""One file that needs nothing else, and that a phone, a printer and a screen reader can take."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from experiments.report.page.html import TEMPLATES
from experiments.report.page.write import write_report

CSS = (TEMPLATES / "page.css").read_text("utf-8")
VOID = {"meta", "br", "link", "img"}


class Elements(HTMLParser):
    """Every element's tag and attributes; `open_at_end` are those that nobody closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open_at_end: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open_at_end.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_at_end.pop() == tag

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.found if name in attrs]


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    return Elements(page)


def test_nothing_is_fetched_and_nothing_runs(page: str, elements: Elements) -> None:
    assert not {"script", "link", "img", "iframe", "object", "base"} & {
        tag for tag, _ in elements.found
    }
    assert elements.values("src") == elements.values("srcset") == []
    assert all(target.startswith("#") for target in elements.values("href"))
    assert not [name for _, attrs in elements.found for name in attrs if name.startswith("on")]
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_every_element_is_closed_and_every_link_leads_somewhere(elements: Elements) -> None:
    assert elements.open_at_end == []
    ids = elements.values("id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in elements.values("href")} <= set(ids)


def test_every_drawing_is_well_formed_and_says_what_it_shows(page: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.S)
    assert len(drawings) > 50
    for drawing in drawings:
        root = ET.fromstring(drawing)
        assert root.get("aria-hidden") == "true" or (root.get("aria-label") or "").strip()


def test_every_verdict_of_the_run_is_on_the_page(whole: Path, page: str) -> None:
    verdicts = json.loads((whole / "verdicts.json").read_text())["verdicts"]
    assert len(verdicts) >= 9
    for verdict in verdicts:
        card = page.partition(f'id="claim-{verdict["claim"]}"')[2].partition("</article>")[0]
        for text in (verdict["text"], verdict["ruling"], verdict["would_change"]):
            assert text.replace("'", "&#39;") in card
        assert f"{verdict['estimate']:.2f}x" in card or f"{verdict['estimate']:+,.1f}" in card


def test_every_figure_of_the_run_is_on_the_page(whole: Path, page: str) -> None:
    for figure in json.loads((whole / "summary.json").read_text())["figures"]:
        assert figure["label"] in page


def test_what_a_reader_needs_is_there_in_this_order(page: str) -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings == [
        "Verdicts",
        "cost-of-splitting",
        "failure-isolation",
        "rollback",
        "scaling",
        "Fairness and conditions",
        "Threats to validity",
        "Correctness",
        "Do it again",
        "Words",
    ]
    assert "./cleave compare --blocks 6 --seed 7 --rate 30" in page


def test_both_arms_budgets_stand_side_by_side(page: str) -> None:
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page))
    cells = {name: re.findall(r">([^<]+)</td>", row) for name, row in rows.items()}
    assert cells["worker slots"] == ["6 x 8", "6 x 8"]
    assert cells["threads beside them, for pages, messages, notifications and screening"] == [
        "54",
        "52",
    ]
    assert cells["database connections, at most"] == ["6 x 11", "6 x 13"]
    assert cells["database servers"] == ["1", "6"]
    assert cells["broker&#39;s heap, at most"] == ["none", "256 MB"]
    assert cells["money is conserved"] == ["24 of 24", "24 of 24"]


def test_nothing_asks_for_more_room_than_a_phone_has(elements: Elements) -> None:
    wide = [attrs for tag, attrs in elements.found if tag != "rect" and "width" in attrs]
    assert wide == []
    assert not [style for style in elements.values("style") if "width" in style]
    outside_wide_screens = CSS.partition("@media (min-width")[0]
    fixed = re.findall(r"(?<![a-z-])(?:min-)?width:\s*([\d.]+)rem", outside_wide_screens)
    assert all(float(rem) * 16 <= 320 for rem in fixed)
    assert "viewport" in elements.values("name")


def test_tables_that_do_not_fold_scroll_within_the_page(page: str) -> None:
    for before in re.split(r"<table>", page)[:-1]:
        assert before.endswith('<div class="wide">')
    assert ".wide th, .wide td { overflow-wrap: break-word; }" in CSS, (
        "or words break in the middle"
    )


def test_tables_have_headers(page: str) -> None:
    for table in re.findall(r"<table.*?</table>", page, flags=re.S):
        assert 'scope="col"' in table
        assert 'scope="row"' in table


def test_eight_blocks_stay_small(page: str) -> None:
    assert len(page.encode()) * 8 / 6 < 1_500_000


def test_the_page_is_written_into_the_run_and_the_same_every_time(
    one_block: Path, page: str
) -> None:
    first = write_report(one_block)
    assert first == one_block / "report.html"
    text = first.read_text("utf-8")
    assert write_report(one_block).read_text("utf-8") == text


def test_what_stands_among_tables_is_as_wide_as_they_are(page: str) -> None:
    (wide,) = re.findall(r"^([.\w, ]+) \{ max-width: none; \}$", CSS, flags=re.M)
    assert {".facts", ".step", ".steps", ".box ul"} <= set(wide.split(", "))
    assert CSS.index(wide) > CSS.index("max-width: 46rem")
    assert all(f'class="{name}"' in page for name in ("facts", "step", "steps"))
