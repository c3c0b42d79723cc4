"""Texts from the run come from logs, databases and people: none may become part of the page."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from experiments.report.page.figures.svg import Drawing
from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.write import render_report

HOSTILE = "</script><script>alert('x')</script> & \"order\" \x00\x1b[31m\ud7ff " + "x" * 5000


def test_a_violation_with_markup_in_it_is_shown_as_text(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", Made(blocks=1, violations={2: HOSTILE}))
    page = render_report(read_run(run))
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)" in page
    assert "\x00" not in page
    assert "\x1b" not in page
    assert "x" * 1000 not in page


def test_a_claim_with_markup_in_it_is_shown_as_text(edited: Path) -> None:
    path = edited / "verdicts.json"
    told = json.loads(path.read_text())
    for verdict in told["verdicts"]:
        verdict |= {"text": HOSTILE, "would_change": HOSTILE, "unit": HOSTILE, "remarks": [HOSTILE]}
        verdict["published"] = {"says": "<b>Supported</b>", "text": HOSTILE}
    path.write_text(json.dumps(told))
    page = render_report(read_run(edited))
    assert "<script" not in page
    assert "<b>Supported" not in page


@given(st.text())
def test_a_drawing_takes_any_text(text: str) -> None:
    drawing = Drawing(100, 50, text)
    drawing.text((1, 2), text, "small")
    drawing.dot((1, 2), 3, "kind", text)
    root = ET.fromstring(drawing.markup())
    assert [each.tag for each in root.iter()][:3] == ["svg", "text", "circle"]
