"""Colours can be told from the paper, and a colour stands for one thing only."""

import re
from colorsys import rgb_to_hls

import pytest

from experiments.report.page.figures.timeline import Course, scene_of, timeline_plot
from experiments.report.page.html import TEMPLATES
from experiments.report.page.views.course import Curve

CSS = (TEMPLATES / "page.css").read_text("utf-8")


def colours_of(theme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, flags=re.S)[:2]
    return dict(re.findall(r"--(\w+): (#\w{6})", light if theme == "light" else dark))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "least"),
    [("ink", 7.0), *((name, 4.5) for name in ("soft", "one", "yes", "no", "open", "alert")),
     *((name, 3.0) for name in ("two", "t1", "t2", "k1", "k2", "k3", "k4"))],
)  # fmt: skip
def test_colours_stand_out_from_the_paper(theme: str, colour: str, least: float) -> None:
    colours = colours_of(theme)
    one, two = sorted((_luminance(colours[name]) for name in (colour, "paper")), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("arm", ["one", "two"])
@pytest.mark.parametrize("line", ["t1", "t2", "k1", "k2", "k3", "k4"])
def test_no_line_or_bar_has_the_colour_of_an_arm(line: str, arm: str, theme: str) -> None:
    colours = colours_of(theme)
    apart = abs(_hue(colours[line]) - _hue(colours[arm]))
    assert min(apart, 360 - apart) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("heat", ["well", "hurt", "bad", "down"])
def test_a_number_stands_out_from_the_heat_behind_it(heat: str, theme: str) -> None:
    colours = colours_of(theme)
    one, two = sorted((_luminance(colours[name]) for name in ("ink", heat)), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= 7.0
    assert f".{heat} {{ background: var(--{heat}); }}" in CSS


def test_kinds_of_operations_take_no_arms_colour() -> None:
    assert ".main { stroke: var(--t1); } .second { stroke: var(--t2); }" in CSS


def test_the_timeout_is_dotted_and_no_series_is() -> None:
    curve = Curve("all operations", (0, 1), (100.0, 100.0), (2.0, 3.0))
    course = Course("monolith", ((curve,), (curve,)), ())
    markup = timeline_plot(course, scene_of([course], 2.0))
    assert markup.count('class="timeout"') == 1
    assert 'class="none"' not in markup
    assert ".thick.second { stroke-dasharray: 5 2.5; }" in CSS
    assert "stroke-dasharray: .1 4; stroke-linecap: round" in CSS


def _hue(colour: str) -> float:
    """In degrees."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return 360 * rgb_to_hls(*parts)[0]


def _luminance(colour: str) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
