import io
import pydoc

import pytest
from rich.console import Console

from experiments.report.pager import paged


@pytest.mark.parametrize(
    ("is_terminal", "term", "pages"),
    [(True, "xterm", 1), (True, "dumb", 0), (False, "xterm", 0)],
)
def test_only_a_terminal_gets_a_pager(
    is_terminal: bool, term: str, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(pydoc, "pager", read.append)
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("LESS", raising=False)
    stream = io.StringIO()
    console = Console(file=stream, width=80, force_terminal=is_terminal, color_system=None)
    with paged(console):
        console.print("both arms")
    assert (len(read), "both arms" in stream.getvalue()) == (pages, not pages)
