import subprocess
import sys
from pathlib import Path

import pytest

import experiments.workload

FOLDER = Path(experiments.workload.__file__).parent
GENERATORS_OWN = {"client", "shopper", "trip", "generator"}


@pytest.mark.real
def test_every_module_but_the_generators_own_leaves_the_interpreter_unpatched() -> None:
    names = {path.stem for path in FOLDER.glob("*.py")} - GENERATORS_OWN - {"__init__"}
    modules = ", ".join(f"experiments.workload.{name}" for name in sorted(names))
    script = f"import sys; import {modules}; sys.exit('gevent' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=FOLDER.parents[1], check=True)
