"""observation.json: what was seen of a trial, without the samples, which have their own files."""

from dataclasses import asdict
from typing import Any

from experiments.measure.observation import Observation


def observation_json(seen: Observation) -> dict[str, Any]:
    return {
        "start_s": seen.start_s,
        "loads": [
            {
                "name": load.name,
                "began_s": load.began_s,
                "usage": [asdict(moment) for moment in load.usage],
                "tables": [asdict(each) for each in load.tables],
            }
            for load in seen.loads
        ],
        "marks": [asdict(mark) for mark in seen.marks],
        "facts": dict(seen.facts),
        "replicas": {name: dict(counts) for name, counts in seen.replicas.items()},
        "unheld": list(seen.unheld),
        "idle": [asdict(moment) for moment in seen.idle],
    }
