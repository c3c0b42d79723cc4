"""The folder of a full run on a fake lab: with a planted slowdown, found or missed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from experiments.analysis.claims import load_claims
from experiments.compare.comparison import Comparison
from experiments.compare.plan import make_plan
from experiments.run_folder.folder import open_run
from experiments.testing.comparison import settings
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener


def full_run(runs: Path, dearer: float = 1.25, a_second: int = 10) -> Path:
    """`dearer` is what the planted work really does to the CPU per operation; `a_second` are the
    operations of its loads."""
    plan = make_plan(replace(settings(8), full=True))
    folder = open_run(runs, 7, datetime(2026, 11, 23, tzinfo=UTC))
    fake = FakeLab(dearer=dearer, a_second=a_second)
    Comparison(plan, load_claims(), fake.lab, folder, Listener()).run()
    return folder.path
