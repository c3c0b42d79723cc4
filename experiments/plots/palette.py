"""Colours and marks, the same as the report's: the baseline is a blue disc, what is held against it
an orange diamond, wherever they appear. Told apart by shape and lightness as well as by hue."""

from dataclasses import dataclass
from typing import Any, Final, Literal

INK: Final = "#1b1f24"
SOFT: Final = "#57606a"
RULE: Final = "#d0d7de"
ZONE: Final = "#c9d1d9"
CLAIMED: Final = "#dbeafe"
DOING: Final = "#fde9c8"
WARM: Final = "#eceff2"
SECOND: Final = "#6b7280"
LOST: Final = "YlOrRd_r"
"""Matplotlib's colour map for shares: all good is pale, nothing good dark; the lightness falls
evenly, so it holds for every kind of colour vision and in grey."""

KIND_COLOURS: Final = {
    "replicas": "#7a5aa6",
    "databases": "#938414",
    "broker": "#b5566f",
    "gateway": "#4c9a7d",
    "other": "#8c8c8c",
}
RULING_COLOURS: Final = {"Supported": "#116329", "Refuted": "#99286e", "Inconclusive": "#7a5200"}


@dataclass(frozen=True)
class Look:
    """How one side is drawn; `marker` and `line` in matplotlib's words."""

    colour: str
    marker: str
    size: float
    line: Literal["-", "--", ":"]


LOOKS: Final = (Look("#0b62b8", "o", 8.0, "-"), Look("#b35309", "D", 7.5, "--"))
"""The baseline's, and the other side's."""

STYLE: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 14.0,
    "axes.titlesize": 14.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 13.0,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 12.5,
    "ytick.labelsize": 12.5,
    "legend.fontsize": 13.0,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
}
"""Large enough to be read from the last row."""
