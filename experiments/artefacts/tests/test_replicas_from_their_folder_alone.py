"""A replica runs from its artefact: nothing of ours comes from anywhere else."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import requests

from experiments.artefacts.build import REPOSITORY, build_artefact
from experiments.artefacts.release import BASE, Artefact, Change, Release
from experiments.artefacts.tests.parts import PACKAGES, PARTS
from experiments.protections import variables
from experiments.testing.postgres import Server
from experiments.testing.seeing import UNSEEN
from experiments.testing.waiting import wait_until
from shared_domain.kernel.protections import PROTECTED

CUSTOMER = {"X-Customer-Id": "c-00001"}
NOWHERE = {
    "CLEAVE_DATABASE_URL": "postgresql+psycopg://m:m@127.0.0.1:1/m",
    "CLEAVE_POOL_SIZE": "2",
    "CLEAVE_KAFKA": "127.0.0.1:1",
    "CLEAVE_OUTSIDE_URL": "http://127.0.0.1:1",
    "CLEAVE_OUTSIDE_TIMEOUT_MS": "500",
    "CLEAVE_MESH_URL": "http://127.0.0.1:1",
    "CLEAVE_REMOTE_TIMEOUT_MS": "500",
    "CLEAVE_SCORING_ROUNDS": "1",
    **UNSEEN,
    **variables(PROTECTED),
}
WHENCE = """\
import importlib, json, sys
import entry
app = entry.build()
assert app.test_client().get("/health/live").status_code == 200
importlib.import_module(sys.argv[1])
found = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
print(json.dumps({name: file for name, file in found.items() if file}))
"""
RICH = """\
class Rich:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def balance(self, session, customer_id):
        return self.inner.balance(session, customer_id) + 1


def wrap(name, feature):
    return Rich(feature)
"""


def environment(artefact: Artefact, **variables: str) -> Mapping[str, str]:
    """What a stack gives a replica, and nothing of the test's own."""
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(artefact.folder)}
    return {**own, **NOWHERE, **variables}


def modules_of(artefact: Artefact, prepare: str, **variables: str) -> dict[str, Path]:
    """By name, the files of all modules that a replica and its preparation import."""
    said = subprocess.run(
        [sys.executable, "-c", WHENCE, prepare],
        cwd=artefact.folder,
        env=environment(artefact, **variables),
        stdout=subprocess.PIPE,
        check=True,
    )
    return {name: Path(file) for name, file in json.loads(said.stdout).items()}


def ours_from_elsewhere(artefact: Artefact, modules: Mapping[str, Path]) -> set[str]:
    ours = {*PACKAGES, "experiments", "entry", "wrappers"}
    return {
        name
        for name, file in modules.items()
        if name.partition(".")[0] in ours and not file.is_relative_to(artefact.folder)
    }


@pytest.mark.parametrize("name", PARTS)
def test_all_of_ours_is_imported_from_the_folder(name: str, store: Path) -> None:
    artefact = build_artefact(PARTS[name], BASE, store)
    modules = modules_of(artefact, PARTS[name].prepare)
    assert {"entry", PARTS[name].target.partition(":")[0], PARTS[name].prepare} <= modules.keys()
    assert ours_from_elsewhere(artefact, modules) == set()


def test_a_module_that_was_left_out_would_be_noticed(store: Path) -> None:
    artefact = build_artefact(PARTS["payments"], BASE, store)
    for file in (artefact.folder / "shared_domain" / "payments").rglob("rou*"):
        file.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        modules_of(artefact, "microservices.payments.prepare")


def test_a_module_from_elsewhere_would_be_noticed(store: Path) -> None:
    """Here the source tree is on the path as well."""
    artefact = build_artefact(PARTS["payments"], BASE, store)
    modules = modules_of(artefact, "experiments.errors", PYTHONPATH=str(REPOSITORY))
    assert ours_from_elsewhere(artefact, modules) == {"experiments", "experiments.errors"}


@contextmanager
def serving(artefact: Artefact, **variables: str) -> Iterator[str]:
    """The replica's URL, once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--port"]
    command += [str(port), "--log-level", "error", "entry:build"]
    env = environment(artefact, **variables)
    with subprocess.Popen(command, cwd=artefact.folder, env=env) as replica:
        try:
            wait_until(lambda: ready(port), within_s=30)
            yield f"http://127.0.0.1:{port}"
        finally:
            replica.terminate()


def ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=2).ok
    except requests.ConnectionError:
        return False


def prepared(artefact: Artefact, prepare: str, postgres: Server) -> str:
    """The URL of a database that the artefact has migrated and seeded by itself."""
    url = postgres.url(postgres.create())
    command = [sys.executable, "-m", prepare]
    env = environment(artefact, CLEAVE_DATABASE_URL=url)
    subprocess.run(command, cwd=artefact.folder, env=env, check=True)
    return url


@pytest.mark.real
def test_the_monolith_is_prepared_and_served_from_its_folder(store: Path, postgres: Server) -> None:
    artefact = build_artefact(PARTS["monolith"], BASE, store)
    url = prepared(artefact, "monolith.prepare", postgres)
    with serving(artefact, CLEAVE_DATABASE_URL=url) as replica:
        product = requests.get(f"{replica}/products/p-0001", timeout=5).json()
        wallet = requests.get(f"{replica}/wallet", headers=CUSTOMER, timeout=5).json()
    assert product["product_id"] == "p-0001"
    assert wallet["balance_cents"] > 0


@pytest.mark.real
def test_a_release_of_payments_is_prepared_and_served_from_its_folder(
    store: Path, postgres: Server, tmp_path: Path
) -> None:
    wrapper = tmp_path / "rich.py"
    wrapper.write_text(RICH)
    migration = {
        "shared_domain/payments/migrations/payments_0002.py": (
            'revision = "payments_0002"\ndown_revision = "payments_0001"\n'
            "from alembic import op\n"
            'def upgrade():\n    op.execute("CREATE TABLE vouchers (voucher_id text)")\n'
        )
    }
    release = Release("rich", (Change("payments", wrapper, migration),))
    artefact = build_artefact(PARTS["payments"], release, store)
    url = prepared(artefact, "microservices.payments.prepare", postgres)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("SELECT voucher_id FROM vouchers")
        seeded = connection.execute(
            "SELECT balance_cents FROM wallets WHERE customer_id = 'c-00001'"
        ).fetchone()
    with serving(artefact, CLEAVE_DATABASE_URL=url) as replica:
        wallet = requests.get(f"{replica}/wallet", headers=CUSTOMER, timeout=5).json()
    assert seeded is not None
    assert wallet["balance_cents"] == seeded[0] + 1
