"""Each release that writes a message against each that reads it, as their artefacts do it."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from experiments.artefacts.build import REPOSITORY, build_artefact
from experiments.artefacts.content import content_of
from experiments.artefacts.release import BASE, Release
from experiments.releases.held_for import (
    BOTH_2,
    CHECKOUT,
    COMMANDS,
    FEATURE,
    HELD_FOR,
    VERSIONS,
    WRITER_2,
    WRITER_2_ALONE,
)
from experiments.topology import INVENTORY, MONOLITH, ORDERS, SERVICES

WRITE = """\
from datetime import UTC, datetime
from types import SimpleNamespace
from shared_domain.checkout import command_for
from shared_domain.messages.commands import ReserveStock
from shared_domain.messages.envelope import Envelope
line = SimpleNamespace(product_id="p-0001", quantity=2)
order = SimpleNamespace(order_id="o-1", customer_id="c-00001", total_cents=5, lines=(line,))
command, now = command_for(ReserveStock, order), datetime(2026, 5, 4, tzinfo=UTC)
print(Envelope("m-1", "o-1", "c-00001", "-", now, command).to_json())
"""
READ = """\
import sys
from shared_domain.messages.envelope import Envelope, MalformedMessage
try:
    print(Envelope.read(sys.stdin.read()).message)
except MalformedMessage as error:
    print(error)
"""
HOLD = """\
from shared_domain.inventory.feature import Inventory
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import ReserveStock
class Session:
    def change(self, statement, values):
        return 0
for whom in ("", "c-00001"):
    try:
        Inventory(None).reserve(Session(), ReserveStock("o-1", (), whom))
        print("held")
    except Refused as refusal:
        print(refusal)
"""
LINES = "lines=(Line(product_id='p-0001', quantity=2),)"
FIRST = f"ReserveStock(order_id='o-1', {LINES})"
NAMELESS = f"ReserveStock(order_id='o-1', {LINES}, customer_id='')"
NAMED = f"ReserveStock(order_id='o-1', {LINES}, customer_id='c-00001')"
UNKNOWN = "version 2 of ReserveStock is not known"
Run = Callable[[str, Release, str, str], str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What code prints, given an input, in the artefact of a feature's own part."""
    store = tmp_path_factory.mktemp("store")

    def run(feature: str, release: Release, code: str, given: str) -> str:
        folder = build_artefact(SERVICES.part_of(feature), release, store).folder
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder)}
        return subprocess.run(
            [sys.executable, "-c", code],
            input=given, cwd=folder, env=environment, capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("writer", "reader", "understood"),
    [
        (BASE, BASE, FIRST),
        (BASE, BOTH_2, NAMELESS),
        (BASE, HELD_FOR, NAMELESS),
        (WRITER_2, BASE, FIRST),
        (WRITER_2, BOTH_2, NAMED),
        (WRITER_2, HELD_FOR, NAMED),
        (WRITER_2_ALONE, BASE, UNKNOWN),
        (WRITER_2_ALONE, BOTH_2, NAMED),
        (WRITER_2_ALONE, HELD_FOR, NAMED),
    ],
    ids=lambda value: value.name if isinstance(value, Release) else "",
)
def test_a_reader_understands_what_it_may(
    run: Run, writer: Release, reader: Release, understood: str
) -> None:
    assert run(INVENTORY, reader, READ, run(ORDERS, writer, WRITE, "")) == understood


def test_an_inventory_that_insists_holds_nothing_for_nobody(run: Run) -> None:
    assert run(INVENTORY, HELD_FOR, HOLD, "").split() == ["failed", "held"]
    assert run(INVENTORY, BOTH_2, HOLD, "").split() == ["held", "held"]


def test_where_one_part_hosts_both_it_has_one_version_of_all_that_changed() -> None:
    (part,) = MONOLITH.parts
    before, after = (content_of(part, release, REPOSITORY) for release in (BASE, HELD_FOR))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {COMMANDS, VERSIONS, CHECKOUT, FEATURE, "artefact.json"}


def test_the_second_stage_leaves_alone_what_the_first_has_changed() -> None:
    orders = SERVICES.part_of(ORDERS).features
    assert WRITER_2.of(orders) == BOTH_2.of(orders) == HELD_FOR.of(orders)
