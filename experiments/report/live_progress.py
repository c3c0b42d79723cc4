"""How a long run goes on, on a terminal: the table so far, and one line with the time left."""

import time
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.report.live_table import LiveTable
from experiments.report.time_left import TimeLeft
from experiments.report.whole_frames import WholeFrames

SPARE_LINES = 2
"""One for the progress line, one for what was said last."""


class LiveProgress:
    """A Watcher for a terminal. A context manager: table and line are gone after it, and what was
    said stands apart from what follows."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._left = TimeLeft(time.monotonic)
        self._title = self._text = ""
        self._said = False
        self._table: LiveTable | None = None
        self._live = Live(
            console=console, get_renderable=self._frame, transient=True, refresh_per_second=4
        )

    def __enter__(self) -> "LiveProgress":
        self._live.start()
        self._console.push_render_hook(WholeFrames(self._console))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._console.pop_render_hook()
        self._live.stop()
        if self._said:
            self._console.print()

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self._left.begin(stage_s, after_s)
        self._title, self._text = title, ""

    def detail(self, text: str) -> None:
        self._text = text

    def measured(self, result: Result, newest: Visit | None) -> None:
        focus = newest.trials[-1].experiment if newest else ""
        self._table = LiveTable(result, focus, self._console)

    def say(self, text: str) -> None:
        self._said = True
        self._console.print(Text(text))

    def _frame(self) -> RenderableType:
        size = self._console.size
        table = self._table.within(size.width, size.height - SPARE_LINES) if self._table else None
        return Group(table, self._line()) if table else self._line()

    def _line(self) -> Text:
        if not self._title:
            return Text("")
        detail = "" if self._text == self._title else f"  {self._text}"
        line = Text.assemble((f"{self._left!s:>14}  ", "bold"), self._title, (detail, "dim"))
        line.truncate(max(20, self._console.width - 1), overflow="ellipsis")
        return line
