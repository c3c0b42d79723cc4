"""What a release's changes become in an artefact, and which of them are refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.artefacts.build import build_artefact
from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.release import BASE, Artefact, Change, Release
from experiments.artefacts.tests.parts import content
from experiments.faults.switchable import switchable
from experiments.testing.toy_arm import TOY

GREETS = """\
class Greeting:
    def __init__(self, inner):
        self.inner = inner

    def greet(self, replica, path):
        return dict(self.inner.greet(replica, path + ".{mark}"))


def wrap(name, feature):
    assert name == "catalog"
    return Greeting(feature)
"""
ANSWER = "import entry; print(entry.build()({'PATH_INFO': '/hi'}, print)[0].decode())"
GARBAGE = """\
import gc, entry
print(gc.isenabled())
entry.build()
print(gc.isenabled(), gc.get_freeze_count() > 0)
"""
REFUSED = {
    "flask: the standard library only": "import flask\ndef wrap(name, feature): ...\n",
    "shared_domain.kernel: the standard library only": (
        "def wrap(name, feature):\n    import shared_domain.kernel\n"
    ),
    r"no function wrap\(name, feature\)": "def unwrap(name, feature): ...\n",
    r"wrappers/odd\.py:1: ": "def wrap(\n",
}


def wrapper(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def said_in(artefact: Artefact, code: str) -> str:
    """What the code prints where a replica runs."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": ".", "CLEAVE_REPLICA": "front-1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=artefact.folder, env=environment, capture_output=True, text=True, check=True
    ).stdout


def payments_with(**files: str) -> Release:
    return Release("new", (Change("payments", files=files),))


def test_wrappers_wrap_in_their_order_the_last_outermost(store: Path, tmp_path: Path) -> None:
    changes = tuple(
        Change("catalog", wrapper(tmp_path, f"{mark}.py", GREETS.format(mark=mark)))
        for mark in ("inner", "outer")
    )
    artefact = build_artefact(TOY.parts[0], Release("greets", changes), store)
    assert '"path": "/hi.outer.inner"' in said_in(artefact, ANSWER)


def test_a_replica_looks_for_garbage_once_it_is_built_and_not_before(store: Path) -> None:
    said = said_in(build_artefact(TOY.parts[0], BASE, store), GARBAGE)
    assert said.split() == ["False", "True", "True"]


def test_a_part_takes_only_the_changes_of_the_features_it_hosts(
    store: Path, tmp_path: Path
) -> None:
    change = Change("catalog", wrapper(tmp_path, "plain.py", GREETS))
    back = build_artefact(TOY.parts[1], Release("greets", (change,)), store)
    assert not (back.folder / "wrappers").exists()


def test_one_wrapper_may_wrap_many_features(tmp_path: Path) -> None:
    shared = wrapper(tmp_path, "plain.py", GREETS)
    release = Release("new", (Change("payments", shared), Change("orders", shared)))
    entry = content("monolith", release)["entry.py"].decode()
    assert entry.count("import wrappers.plain\n") == 1
    assert '    ("payments", wrappers.plain),\n    ("orders", wrappers.plain),\n' in entry


@pytest.mark.parametrize("port", ["bus", "clock"])
def test_a_wrapper_may_go_around_what_its_part_gives_a_feature(tmp_path: Path, port: str) -> None:
    change = Change("orders", wrapper(tmp_path, "plain.py", GREETS), port=port)
    entry = content("orders", Release("new", (change,)))["entry.py"].decode()
    assert f'    ("orders.{port}", wrappers.plain),\n' in entry


def test_what_can_be_told_to_fail_brings_its_wrappers_along() -> None:
    files = content("orders", switchable(["catalog"], receiving=["orders"], skewed=["orders"]))
    assert {path for path in files if path.startswith("wrappers/")} == {
        f"wrappers/{name}.py" for name in ("__init__", "switchable", "bus", "clock")
    }


def test_a_wrapper_may_import_another_that_goes_with_it(tmp_path: Path) -> None:
    plain = wrapper(tmp_path, "plain.py", GREETS)
    other = wrapper(tmp_path, "other.py", "from .plain import Greeting\n" + GREETS)
    files = content("orders", Release("new", (Change("orders", plain), Change("orders", other))))
    assert {"wrappers/plain.py", "wrappers/other.py"} <= set(files)
    with pytest.raises(ArtefactError, match=r"imports wrappers\.plain\..*standard library only"):
        content("orders", Release("new", (Change("orders", other),)))


def test_what_a_laid_over_file_imports_is_shipped_too() -> None:
    path = "shared_domain/payments/feature.py"
    files = content("payments", payments_with(**{path: "from shared_domain.kernel import outside"}))
    assert files[path] == b"from shared_domain.kernel import outside"
    assert "shared_domain/kernel/outside.py" in files


@pytest.mark.parametrize("name", ["migrations/payments_0002.py", "notes.txt"])
def test_what_is_laid_over_is_shipped_whether_imported_or_not(name: str) -> None:
    path = f"shared_domain/payments/{name}"
    assert content("payments", payments_with(**{path: "# new\n"}))[path] == b"# new\n"


@pytest.mark.parametrize(
    "path",
    [
        "shared_domain/orders/feature.py",
        "shared_domain/payments/../orders/feature.py",
        "microservices/payments/app.py",
        "/etc/passwd",
        "entry.py",
        "shared_domain/payments",
        "shared_domain/payments/",
        "shared_domain/payments//feature.py",
        "shared_domain/payments_too/feature.py",
    ],
)
def test_a_change_lays_files_over_its_own_feature_only(path: str) -> None:
    with pytest.raises(ArtefactError, match="only files of shared_domain/payments/ are its own"):
        content("payments", payments_with(**{path: ""}))


TABLES = "shared_domain/payments/tables.py"


def payments_editing(path: str, before: str) -> Release:
    return Release("new", (Change("payments", edits={path: (before, 'Column("moment"')}),))


@pytest.mark.parametrize("part", ["payments", "monolith"])
def test_an_edit_puts_one_text_in_the_place_of_another(part: str) -> None:
    former, files = content(part), content(part, payments_editing(TABLES, 'Column("at"'))
    assert files[TABLES] == former[TABLES].replace(b'"at"', b'"moment"')
    assert {path for path in former if former[path] != files[path]} == {TABLES, "artefact.json"}


@pytest.mark.parametrize("before", ['Column("moment"', "Column("])
def test_an_edit_of_what_does_not_stand_there_once_is_refused(before: str) -> None:
    with pytest.raises(ArtefactError, match=r"edits .*tables\.py, which does not hold .* once"):
        content("payments", payments_editing(TABLES, before))


def test_an_edit_stays_within_its_own_feature() -> None:
    with pytest.raises(ArtefactError, match="only files of shared_domain/payments/ are its own"):
        content("payments", payments_editing("shared_domain/orders/tables.py", "Column("))


COMMANDS = "shared_domain/messages/commands.py"


def adding(field: str) -> dict[str, tuple[str, str]]:
    """An edit that gives a command one field more."""
    lines = "    lines: tuple[Line, ...]\n"
    return {COMMANDS: (lines, f"{lines}    {field}: str\n")}


def test_each_part_speaks_the_messages_that_its_own_features_bring() -> None:
    release = Release("new", (Change("orders", edits=adding("ship_by")),))
    assert b"ship_by" in content("orders", release)[COMMANDS]
    assert b"ship_by" in content("monolith", release)[COMMANDS]
    assert content("inventory", release)[COMMANDS] == content("inventory")[COMMANDS]


def test_an_edit_that_two_features_bring_alike_is_made_once_where_both_are_hosted() -> None:
    edits = adding("ship_by")
    both = Release("new", (Change("orders", edits=edits), Change("inventory", edits=edits)))
    for part in ("orders", "inventory", "monolith"):
        assert content(part, both)[COMMANDS].count(b"ship_by") == 1


def test_two_edits_of_one_file_are_made_one_after_the_other() -> None:
    changes = (Change("orders", edits=adding("first")), Change("orders", edits=adding("second")))
    text = content("orders", Release("new", changes))[COMMANDS].decode()
    assert text.index("second: str") < text.index("first: str")


def test_an_edit_of_what_another_has_taken_away_is_refused() -> None:
    taking = {COMMANDS: ("    lines: tuple[Line, ...]\n", "")}
    changes = (Change("orders", edits=taking), Change("orders", edits=adding("late")))
    with pytest.raises(ArtefactError, match=r"does not hold .* once"):
        content("orders", Release("new", changes))


def test_the_checkout_is_the_orders_own_and_nobody_elses() -> None:
    edits = {"shared_domain/checkout.py": ("STEPS = (", "STEPS = (  # as ever")}
    path = "shared_domain/checkout.py"
    assert b"as ever" in content("orders", Release("new", (Change("orders", edits=edits),)))[path]
    with pytest.raises(ArtefactError, match="only files of shared_domain/inventory/"):
        content("inventory", Release("new", (Change("inventory", edits=edits),)))


def test_a_change_of_no_known_feature_is_refused() -> None:
    with pytest.raises(ArtefactError, match="release new changes 'payment', none of catalog"):
        content("payments", Release("new", (Change("payment"),)))


@pytest.mark.parametrize("reason", REFUSED)
def test_a_wrapper_that_would_not_work_is_refused(tmp_path: Path, reason: str) -> None:
    change = Change("payments", wrapper(tmp_path, "odd.py", REFUSED[reason]))
    with pytest.raises(ArtefactError, match=reason):
        content("payments", Release("new", (change,)))


def test_a_wrapper_that_is_not_there_is_refused(tmp_path: Path) -> None:
    change = Change("payments", tmp_path / "nowhere.py")
    with pytest.raises(ArtefactError, match=r"cannot read the wrapper .*nowhere\.py: No such file"):
        content("payments", Release("new", (change,)))


def test_a_wrapper_needs_the_name_of_a_module(tmp_path: Path) -> None:
    change = Change("payments", wrapper(tmp_path, "not-a-name.py", GREETS))
    with pytest.raises(ArtefactError, match="not named like a Python module"):
        content("payments", Release("new", (change,)))


def test_two_wrappers_of_one_name_are_refused(tmp_path: Path) -> None:
    one = Change("payments", wrapper(tmp_path / "one", "same.py", GREETS))
    two = Change("payments", wrapper(tmp_path / "two", "same.py", GREETS + "\n"))
    with pytest.raises(ArtefactError, match=r"two wrappers are called same\.py"):
        content("payments", Release("new", (one, two)))
