"""Progress is a line that changes on a terminal and a few lines elsewhere."""

import io

from experiments.setup.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then() -> None:
    stream, times = io.StringIO(), iter([0.0, 1.0, 6.0])
    progress = Progress(stream, every_s=5, clock=lambda: next(times))
    for text in ("one", "two", "three"):
        progress.show(text)
    assert stream.getvalue() == "  one\n  three\n"


def test_a_terminal_s_line_is_rewritten_and_gone_before_a_line_that_stays() -> None:
    stream = Terminal()
    progress = Progress(stream)
    progress.show("passing")
    progress.say("staying")
    assert "\n" not in stream.getvalue().partition("staying")[0]
    assert stream.getvalue().endswith("\rstaying\n")
