"""What a terminal is sent for one frame: all of it at once, over a clean screen if need be."""

import io

import pytest
from rich.console import Console
from rich.live import Live
from rich.text import Text

from experiments.report.whole_frames import BEGIN, END, WholeFrames

CLEAR = "\x1b[2J"


class Window(io.StringIO):
    """A terminal that remembers what it was sent."""

    def last(self) -> str:
        sent = self.getvalue()
        self.seek(0)
        self.truncate()
        return sent


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def console(window: Window, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("TERM", "xterm")
    return Console(file=window, width=80, height=24, force_terminal=True)


def test_a_frame_is_shown_at_once(console: Console, window: Window) -> None:
    live = Live(Text("rows"), console=console, auto_refresh=False)
    with live:
        console.push_render_hook(WholeFrames(console))
        window.last()
        live.refresh()
        sent = window.last()
        console.pop_render_hook()
    assert sent.startswith(BEGIN)
    assert sent.endswith(END)
    assert "rows" in sent
    assert CLEAR not in sent


@pytest.mark.parametrize(("width", "height"), [(60, 24), (80, 20)])
def test_a_window_that_shrank_is_cleared_once(
    console: Console, window: Window, width: int, height: int
) -> None:
    live = Live(Text("rows"), console=console, auto_refresh=False)
    with live:
        console.push_render_hook(WholeFrames(console))
        live.refresh()
        window.last()
        console.size = (width, height)
        live.refresh()
        assert CLEAR in window.last()
        live.refresh()
        assert CLEAR not in window.last()
        console.pop_render_hook()


def test_a_window_that_grew_is_not_cleared(console: Console, window: Window) -> None:
    live = Live(Text("rows"), console=console, auto_refresh=False)
    with live:
        console.push_render_hook(WholeFrames(console))
        live.refresh()
        window.last()
        console.size = (100, 50)
        live.refresh()
        assert CLEAR not in window.last()
        console.pop_render_hook()


@pytest.mark.parametrize("length", [75, 80, 82])
def test_what_is_said_above_a_frame_keeps_its_end(
    console: Console, window: Window, length: int
) -> None:
    said = "other programs used 1.25 cores ".ljust(length - 3, "_") + "END"
    with Live(Text("rows"), console=console, auto_refresh=False):
        console.push_render_hook(WholeFrames(console))
        console.print(Text(said))
        console.pop_render_hook()
    assert len(said) == length
    assert said in window.last().replace("\n", "")
