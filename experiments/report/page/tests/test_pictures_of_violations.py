"""What clients saw in an impossible order is drawn beside the sentence that says so."""

from pathlib import Path
from typing import Any

import pytest

from experiments.report.page.reading.pictured import read_pictures
from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.write import render_report
from experiments.run_folder.documents import BrokenFolder, Document

MOMENT = {"at_s": 1.0, "column": "c-1", "mark": "began", "text": "reads", "about": ""}


def pictured(**change: Any) -> dict[str, Any]:
    return {"pictures": [{"says": "-", "columns": ["c-1"], "moments": [MOMENT | change]}]}


def test_a_violation_is_drawn_on_the_page(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", Made(blocks=1, violations={2: "order 17 went back"}))
    page = render_report(read_run(run))
    figure = page.partition('<figure class="history">')[2].partition("</figure>")[0]
    assert "order 17 went back</figcaption><svg" in figure


def test_a_page_without_violations_has_no_such_drawing(page: str) -> None:
    assert '<figure class="history">' not in page


def test_a_folder_of_an_earlier_version_has_none() -> None:
    assert read_pictures(Document("checks.json", {"checks": []})) == ()


@pytest.mark.parametrize("change", [{"column": "c-2"}, {"mark": "flew"}, {"at_s": "soon"}])
def test_a_picture_that_cannot_be_drawn_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BrokenFolder, match="pictures 1: moments 1"):
        read_pictures(Document("checks.json", pictured(**change)))
