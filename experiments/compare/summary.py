"""summary.json: what a comparison has come to, for whoever reads its folder. Pure."""

from dataclasses import asdict
from typing import Any

from experiments.compare.matrix import matrix_in
from experiments.compare.result import Result
from experiments.compare.rows import rows_of

FILE, KIND, FORMAT = "summary.json", "cleave comparison", 2


def summary_json(result: Result) -> dict[str, Any]:
    return {
        "kind": KIND,
        "format": FORMAT,
        "complete": result.complete,
        "exit_code": result.exit_code,
        "noisy": result.noisy,
        "problems": list(result.problems),
        "disturbances": list(result.disturbances),
        "plan": result.plan.as_json(),
        "slowdown": result.slowdown.as_json() if result.slowdown else None,
        "matrix": asdict(matrix_in(result)) if result.plan.settings.matrix else None,
        "conformance": result.agreement.as_json() if result.agreement else None,
        "figures": [row.as_json() for row in rows_of(result)],
        "visits": [visit.as_json() for visit in result.visits],
    }
