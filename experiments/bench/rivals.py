"""Who stands in the replica's place: pgbench, and a bare Python process."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

from experiments.bench.checkout_script import script
from experiments.errors import LabError
from experiments.stacks.local.cores import Split
from experiments.stacks.local.places import REPOSITORY, open_places
from experiments.stacks.local.postgres import open_postgres
from experiments.stacks.local.system import before_exec
from shared_domain.kernel.database import SETTINGS

BARE = "experiments.bench.bare_checkout"
PROCESSED = re.compile(r"number of transactions actually processed: (\d+)")
FAILED = re.compile(r"number of failed transactions: (\d+)")


class RivalError(LabError):
    """A rival did not do its work; the text has its last words."""


def pgbench(url: str, run: int, seconds: float, clients: int, cores: Split) -> int:
    """How many transactions it made."""
    where = make_url(url)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script())
        file.flush()
        done = subprocess.run(
            _command(Path(file.name), run, seconds, clients, where.database or ""),
            env={
                "PATH": os.environ["PATH"],
                "PGHOST": where.host or "",
                "PGPORT": str(where.port),
                "PGUSER": where.username or "",
                "PGPASSWORD": str(where.password),
                "PGOPTIONS": SETTINGS,
            },
            capture_output=True,
            text=True,
            preexec_fn=before_exec(cores.arm if cores.pinned else None),
            check=False,
        )
    processed, failed = PROCESSED.search(done.stdout), FAILED.search(done.stdout)
    if done.returncode or not processed or not failed or failed[1] != "0":
        raise RivalError(f"pgbench failed: {(done.stderr or done.stdout).strip()[-300:]}")
    return int(processed[1])


def bare(url: str, run: int, seconds: float, clients: int, cores: Split) -> tuple[int, float]:
    """How many orders it placed, and its CPU seconds."""
    done = subprocess.run(
        [sys.executable, "-m", BARE, str(run), str(seconds), str(clients)],
        env={"PATH": os.environ["PATH"], "CLEAVE_DATABASE_URL": url},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        preexec_fn=before_exec(cores.arm if cores.pinned else None),
        check=False,
    )
    if done.returncode:
        raise RivalError(f"{BARE} failed: {done.stderr.strip()[-300:]}")
    placed, used_s = json.loads(done.stdout)
    return placed, used_s


def _command(file: Path, run: int, seconds: float, clients: int, database: str) -> Sequence[str]:
    program = open_postgres(open_places()).program("pgbench")
    threads = ("--client", str(clients), "--jobs", "1", "--time", str(round(seconds)))
    variables = ("--define", f"run={run}", "--define", "serial=0")
    how = ("--no-vacuum", "--protocol", "prepared", "--file", str(file))
    return (program, *threads, *variables, *how, database)
