"""A drawing that a notebook shows as a picture, and that says in words what it shows. No window, no
global state: pyplot is never imported, so pictures look the same wherever they are made."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib import rc_context
from matplotlib.figure import Figure
from PIL import Image

from experiments.plots.palette import STYLE

DOTS_PER_INCH = 150
COLOURS = 200
SHOWN_PER_INCH = 96
"""Of a browser's pixels: the picture is sharp on a screen or projector that has more."""


class Picture:
    """`says` is the drawing in words, for those who do not see it."""

    def __init__(self, figure: Figure, says: str) -> None:
        self._figure = figure
        self.says = says

    def png(self) -> bytes:
        """Without a date or a version, so that the same data gives the same bytes; in few colours,
        so that a notebook with its pictures stays small."""
        pixels, file = io.BytesIO(), io.BytesIO()
        with rc_context(STYLE):
            self._figure.savefig(pixels, format="rgba", dpi=DOTS_PER_INCH)
        width, height = (int(each * DOTS_PER_INCH) for each in self._figure.get_size_inches())
        image = Image.frombytes("RGBA", (width, height), pixels.getvalue()).convert("RGB")
        image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def __repr__(self) -> str:
        return self.says

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        """What IPython asks for: the picture, its words, and how wide to show it."""
        width = int(self._figure.get_figwidth() * SHOWN_PER_INCH)
        data: dict[str, object] = {"image/png": self.png(), "text/plain": self.says}
        return data, {"image/png": {"width": width, "alt": self.says}}


@contextmanager
def sheet(width: float, height: float) -> Iterator[Figure]:
    """An empty figure in the lab's style; inches."""
    with rc_context(STYLE):
        yield Figure(figsize=(width, height), dpi=DOTS_PER_INCH)
