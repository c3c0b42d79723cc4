"""How a long run goes on: live on a terminal, plain lines in a log."""

import time
from types import TracebackType

from rich.console import Console
from rich.text import Text

from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.report.live_progress import LiveProgress
from experiments.report.numbers import number
from experiments.report.time_left import Clock, TimeLeft
from experiments.trials.trial import Trial

PLAIN_EVERY_S = 15.0
HEADLINES = 3
"""Figures of a trial in a log; the table at the end has them all."""


class PlainProgress:
    """A Watcher for a log: a line for each stage and its first figures, and one now and then
    within it."""

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
        self._print(f"{title} ({self._left})")

    def detail(self, text: str) -> None:
        if self._clock() - self._said_at >= PLAIN_EVERY_S:
            self._print(f"  {text} ({self._left})")

    def measured(self, result: Result, newest: Visit | None) -> None:
        if newest:
            self._print(f"  {_headlines(result, newest.trials[-1])}")

    def say(self, text: str) -> None:
        self._print(text)

    def _print(self, line: str) -> None:
        self._said_at = self._clock()
        self._console.print(Text(line), soft_wrap=True)


def _headlines(result: Result, trial: Trial) -> str:
    settings = result.plan.settings
    metrics = {one.name: one.metrics for one in (*settings.experiments, *settings.extras)}
    return "; ".join(
        " ".join(filter(None, (one.label, number(trial.values[one.key], one.digits), one.unit)))
        for one in metrics[trial.experiment][:HEADLINES]
    )


def progress_on(console: Console) -> LiveProgress | PlainProgress:
    """Live on a terminal that can rewrite a line, plain elsewhere."""
    live = console.is_terminal and not console.is_dumb_terminal
    return LiveProgress(console) if live else PlainProgress(console)
