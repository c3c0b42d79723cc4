"""JSON on stdout: one document, nothing else."""

import json
import sys
from typing import Any


def print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
