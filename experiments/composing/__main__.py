"""`make compose`: writes compose/generated anew.

python -m experiments.composing
"""

import sys
from pathlib import Path
from typing import Final

from experiments.budget import load_budget
from experiments.composing.generated import generated
from experiments.topology import TOPOLOGIES

FOLDER: Final = Path(__file__).resolve().parents[2] / "compose" / "generated"


def main() -> None:
    budget = load_budget()
    for topology in TOPOLOGIES.values():
        for path, text in generated(topology, budget).items():
            file = FOLDER / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"compose/generated/{path}\n")


if __name__ == "__main__":
    main()
