"""Fills a guide's texts with the claims' margins and, after the run, with the student's numbers."""

import re
from typing import Final

from experiments.analysis.claims import Claims
from experiments.guides.errors import GuideError
from experiments.guides.evidence import Evidence, Ruled

PLACE: Final = re.compile(r"\{([a-z0-9_]+)(?:\.([a-z_]+))?\}")


def filled(text: str, claims: Claims, seen: Evidence | None = None) -> str:
    """{m7.margin} comes from the claims; {m7.estimate}, {loss_of_others.monolith} (the median),
    {first_visit} and {blocks} from the run. Raises GuideError for a place that nobody can fill."""

    def value(found: re.Match[str]) -> str:
        name, part = found[1], found[2] or ""
        known = _of_claims(name, part, claims, seen)
        if known is None and seen is not None:
            known = _of_run(name, part, seen)
        if known is None:
            raise GuideError(f"nothing to put into {found[0]}")
        return known

    return PLACE.sub(value, text)


def shown(value: float | None) -> str:
    """Three significant digits or one decimal, whichever says more; a dash for nothing."""
    if value is None:
        return "-"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 10 else f"{value:.3g}"


def shown_ruling(ruled: Ruled) -> str:
    """The estimate with its interval: 12.3x (9.87x to 14x)."""
    unit = "x" if ruled.by_ratio else ""
    if ruled.low is None:
        return f"{shown(ruled.estimate)}{unit}"
    return f"{shown(ruled.estimate)}{unit} ({shown(ruled.low)}{unit} to {shown(ruled.high)}{unit})"


def _of_claims(name: str, part: str, claims: Claims, seen: Evidence | None) -> str | None:
    if name not in claims.by_id:
        return None
    if part == "margin":
        return shown(claims.by_id[name].margin)
    if seen is None or part not in ("estimate", "low", "high"):
        return None
    return shown(getattr(seen.ruled[name], part)) if name in seen.ruled else "-"


def _of_run(name: str, part: str, seen: Evidence) -> str | None:
    if not part:
        return {"first_visit": seen.first_visit, "blocks": str(seen.blocks)}.get(name)
    row = seen.figures.get(name)
    return shown(row.medians[part]) if row and part in row.medians else None
