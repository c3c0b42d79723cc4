"""A live screen that never shows half a frame, nor the rest of an older one."""

from rich.console import Console, ConsoleRenderable, RenderHook
from rich.control import Control
from rich.segment import ControlType, Segment

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Synchronized output: the terminal shows what lies between them at once. One that does not know
them ignores them. https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036"""


class _Code:
    """A control code that Rich has no name for. It is listed under the name of another, for Rich
    takes an empty list for text, and cuts a line that the code's letters made too long."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __rich_console__(self, *_: object) -> list[Segment]:
        return [Segment(self._code, None, [(ControlType.HOME,)])]


class WholeFrames(RenderHook):
    """To be pushed after a started Live's own hook, and popped before it stops.

    A window that shrank has wrapped or scrolled the last frame, and nobody can tell where it lies
    now: then the screen is cleared.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._size = console.size

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        if not self._console.is_interactive:
            return renderables
        before, self._size = self._size, self._console.size
        shrank = self._size.width < before.width or self._size.height < before.height
        cleared = [Control.home(), Control.clear(), Control.home()] if shrank else []
        reset, *rest = renderables
        return [_Code(BEGIN), reset, *cleared, *rest, _Code(END)]
