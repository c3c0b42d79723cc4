"""How a long run goes on: one live line with the time left, or plain lines in a log."""

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from experiments.report.numbers import duration

PLAIN_EVERY_S = 15.0
Clock = Callable[[], float]


class TimeLeft:
    """Seconds to the end: counts down within a stage, and waits for one that takes longer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock()
        self._stage_s = self._after_s = 0.0

    def begin(self, stage_s: float, after_s: float) -> None:
        self._began, self._stage_s, self._after_s = self._clock(), stage_s, after_s

    def seconds(self) -> float:
        return self._after_s + max(0.0, self._stage_s - (self._clock() - self._began))


class LiveProgress:
    """A Watcher for a terminal. A context manager: the line is gone after it, and what was said
    stands apart from what follows."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._left = TimeLeft(time.monotonic)
        self._title = self._text = ""
        self._said = False
        self._live = Live(
            console=console, get_renderable=self._line, transient=True, refresh_per_second=4
        )

    def __enter__(self) -> "LiveProgress":
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()
        if self._said:
            self._console.print()

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self._left.begin(stage_s, after_s)
        self._title, self._text = title, ""

    def detail(self, text: str) -> None:
        self._text = text

    def say(self, text: str) -> None:
        self._said = True
        self._console.print(Text(text))

    def _line(self) -> Text:
        if not self._title:
            return Text("")
        left = f"{duration(self._left.seconds())} left"
        detail = "" if self._text == self._title else f"  {self._text}"
        line = Text.assemble((f"{left:>14}  ", "bold"), self._title, (detail, "dim"))
        line.truncate(max(20, self._console.width - 1), overflow="ellipsis")
        return line


class PlainProgress:
    """A Watcher for a log: a line for each stage, and one now and then within it."""

    def __init__(self, console: Console, clock: Clock = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._left = TimeLeft(clock)
        self._said_at = clock()

    def __enter__(self) -> "PlainProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to take away."""

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self._left.begin(stage_s, after_s)
        self._print(f"{title} ({duration(stage_s + after_s)} left)")

    def detail(self, text: str) -> None:
        if self._clock() - self._said_at >= PLAIN_EVERY_S:
            self._print(f"  {text} ({duration(self._left.seconds())} left)")

    def say(self, text: str) -> None:
        self._print(text)

    def _print(self, line: str) -> None:
        self._said_at = self._clock()
        self._console.print(Text(line), soft_wrap=True)


def progress_on(console: Console) -> LiveProgress | PlainProgress:
    """Live on a terminal that can rewrite a line, plain elsewhere."""
    live = console.is_terminal and not console.is_dumb_terminal
    return LiveProgress(console) if live else PlainProgress(console)
