"""`cleave top` on a screen of any size: a line for each part, as many as the window holds."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group
from rich.text import Text

from experiments.report.one_line import CUT, fitted
from experiments.telemetry.top import ArmNow, Row

COLUMNS = {
    "up": 3, "req/s": 5, "5xx%": 4, "p95": 4, "pool": 5, "outb": 4, "lag": 4, "CPU%": 4, "MiB": 4,
}  # fmt: skip
"""Heads and widths."""

LEGEND = (
    "5xx%: of answers; p95: ms; CPU%: of a core",
    "outb: seconds that the oldest message waits",
)
NAME = 16
MIB = 2**20

Arms = Sequence[tuple[str, ArmNow | None]]
"""By name; None is an arm that is not up."""


@dataclass(frozen=True)
class Screen:
    """How large it is, in columns and lines; what stands for cut text there."""

    width: int
    height: int
    cut: str = CUT


def top_screen(arms: Arms, screen: Screen) -> Group:
    """The arms one below the other."""
    lines = [line for name, now in arms for line in _arm(name, now, screen)]
    lines += [Text(line, style="dim") for line in LEGEND]
    if len(lines) > screen.height:
        kept = max(0, screen.height - 1)
        hidden = f"{len(lines) - kept} lines more: a taller window shows them"
        lines = [*lines[:kept], Text(hidden, style="dim")]
    for line in lines:
        line.truncate(screen.width, overflow="crop")
    return Group(*lines)


def top_json(arms: Arms) -> list[dict[str, Any]]:
    """Rows as they are; an arm that is not up has none."""
    nothing: dict[str, Any] = {"rows": [], "remarks": []}
    return [
        {"arm": name, "up": now is not None, **(asdict(now) if now else nothing)}
        for name, now in arms
    ]


def tight(value: float | None, width: int) -> str:
    """A number in as many characters at most: 12.3, 123, 12k, 3M."""
    if value is None:
        return "-"
    forms = (f"{value:.1f}", f"{value:.0f}", f"{value / 1e3:.0f}k", f"{value / 1e6:.0f}M")
    return next((form for form in forms if len(form) <= width), forms[-1])


def _arm(name: str, now: ArmNow | None, screen: Screen) -> Iterator[Text]:
    if now is None:
        yield Text.assemble((name, "bold"), ("  not up", "dim"))
        return
    yield Text.assemble((name, "bold"), ("".join(f"  {one}" for one in now.remarks), "yellow"))
    yield Text(_line("", list(COLUMNS), screen), style="dim")
    for row in now.rows:
        yield Text(_line(row.name, _cells(row), screen), style=_style(row))


def _cells(row: Row) -> Iterator[str]:
    """What stands below each head."""
    numbers = {
        "req/s": row.served.per_s,
        "5xx%": _times(row.served.failed, 100),
        "p95": row.served.p95_ms,
        "outb": row.outbox_age_s,
        "lag": row.lag,
        "CPU%": _times(row.cpu, 100),
        "MiB": row.memory_bytes / MIB,
    }
    texts = {
        "up": f"{row.ready}/{row.processes}",
        "pool": "-" if row.pool is None else f"{row.pool[0]:.0f}/{row.pool[1]:.0f}",
    }
    for head, width in COLUMNS.items():
        yield texts[head] if head in texts else tight(numbers[head], width)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else factor * value


def _line(name: str, texts: Iterator[str] | Sequence[str], screen: Screen) -> str:
    room = max(8, min(NAME, screen.width - sum(COLUMNS.values()) - len(COLUMNS)))
    aligned = (text.rjust(width) for text, width in zip(texts, COLUMNS.values(), strict=True))
    return " ".join((fitted(name, room, screen.cut), *aligned))


def _style(row: Row) -> str:
    if row.ready < row.processes:
        return "red"
    return "yellow" if row.served.failed else ""
