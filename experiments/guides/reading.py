"""Reads a run's folder as evidence: what the lab wrote there, and nothing else."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from experiments.guides.errors import Unusable
from experiments.guides.evidence import NO_RULING, Evidence, Figure, Ruled
from experiments.run_folder.seal import SEAL, BrokenSeal, require_seal

PLAN: Final = "plan.json"
SUMMARY: Final = "summary.json"
VERDICTS: Final = "verdicts.json"


def read_evidence(folder: Path, experiment: str) -> Evidence:
    """Of a finished run on both arms. Raises Unusable, which says what is missing."""
    summary = _json(folder / SUMMARY)
    verdicts = _json(folder / VERDICTS) if (folder / VERDICTS).exists() else {"verdicts": []}
    try:
        return _evidence(folder, experiment, summary, verdicts)
    except BrokenSeal as error:
        raise Unusable(str(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unusable(f"{folder}: not the folder of a run ({error!r})") from None


def is_unfinished(folder: Path) -> bool:
    """Whether a run was interrupted here, and can be taken up again."""
    try:
        return not _json(folder / SUMMARY)["complete"]
    except (Unusable, KeyError, TypeError):
        return False


def digest(folder: Path) -> str:
    """SHA-256 over what answers are checked against, and over the seals of all raw data: a folder
    that was edited has another."""
    total = hashlib.sha256()
    files = [
        *(folder / name for name in (PLAN, SUMMARY, VERDICTS)),
        *folder.glob(f"visits/*/{SEAL}"),
    ]
    for file in sorted(path for path in files if path.exists()):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _evidence(
    folder: Path, experiment: str, summary: dict[str, Any], verdicts: dict[str, Any]
) -> Evidence:
    _require_finished(folder, experiment, summary)
    rows = [row for row in summary["figures"] if row["experiment"] == experiment]
    ruled = [one for one in verdicts["verdicts"] if one["experiment"] == experiment]
    first = min(summary["visits"], key=lambda visit: visit["number"])
    name = f"visits/{first['number']:02d}-{first['label']}"
    require_seal(folder / name)
    return Evidence(
        folder=folder,
        first_visit=name,
        blocks=max(len(values) for row in rows for values in row["visits"].values()),
        noisy=summary["noisy"],
        problems=tuple(summary["problems"]),
        claims_sha256=_json(folder / PLAN)["claims_sha256"],
        figures={row["key"]: _figure(row) for row in rows},
        ruled={one["claim"]: _ruled(one) for one in ruled},
        marks=_marks(folder / name / experiment / "observation.json"),
    )


def _require_finished(folder: Path, experiment: str, summary: dict[str, Any]) -> None:
    plan = summary["plan"]
    for is_wrong, why in (
        (experiment not in plan["experiments"], f"the run holds no {experiment}"),
        (plan["arms"] != ["monolith", "services"], "the run does not compare the two arms"),
        (not summary["complete"], "the run was not finished"),
        (not summary["visits"], "nothing was timed, because the arms do not answer alike"),
    ):
        if is_wrong:
            raise Unusable(f"{folder}: {why}")


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(
        label=row["label"],
        unit=row["unit"],
        visits={arm: tuple(values) for arm, values in row["visits"].items()},
        medians=row["medians"],
        estimate=row["estimate"],
        low=row["low"],
        high=row["high"],
    )


def _ruled(verdict: dict[str, Any]) -> Ruled:
    return Ruled(
        text=verdict["text"],
        ruling=verdict["ruling"] or NO_RULING,
        estimate=verdict["estimate"],
        low=verdict["low"],
        high=verdict["high"],
        by_ratio="/" in verdict["estimand"],
        remarks=tuple(verdict["remarks"]),
        would_change=verdict["would_change"],
    )


def _marks(observation: Path) -> tuple[tuple[str, float], ...]:
    return tuple((mark["kind"], mark["began_s"]) for mark in _json(observation)["marks"])


def _json(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    except ValueError:
        raise Unusable(f"{path}: not whole; it was cut or edited") from None
    return document
