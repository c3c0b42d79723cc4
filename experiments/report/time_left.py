"""The time left of a long run, counted down between one stage and the next."""

from collections.abc import Callable

from experiments.report.numbers import duration

Clock = Callable[[], float]


class TimeLeft:
    """Counts down within a stage, and waits for one that takes longer than was reckoned."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock()
        self._stage_s = self._after_s = 0.0

    def begin(self, stage_s: float, after_s: float) -> None:
        self._began, self._stage_s, self._after_s = self._clock(), stage_s, after_s

    def seconds(self) -> float:
        return self._after_s + max(0.0, self._stage_s - (self._clock() - self._began))

    def __str__(self) -> str:
        seconds = self.seconds()
        return f"{duration(seconds)} left" if seconds else "longer than reckoned"
