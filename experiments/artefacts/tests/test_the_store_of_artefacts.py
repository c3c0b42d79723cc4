"""Artefacts stand whole or not at all, and are used again while nobody has touched them."""

import errno
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from experiments.artefacts.build import build_artefact
from experiments.artefacts.bytecode import SEAL
from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.release import BASE, Artefact, Change, Release
from experiments.artefacts.tests.toy_store import BACK, build, hidden, visible


def made_at(artefact: Artefact) -> int:
    """Another number once the folder has been built again."""
    return (artefact.folder / "entry.py").stat().st_ino


def test_a_second_build_finds_the_first(store: Path) -> None:
    first = build(store)
    inode = made_at(first)
    assert build(store) == first
    assert made_at(first) == inode
    assert first.folder.name == f"front-{first.digest[:16]}"


def test_the_same_content_under_two_names_is_one_artefact(store: Path) -> None:
    one, two = build(store), build(store, Release("another"))
    assert (one.folder, one.digest) == (two.folder, two.digest)
    assert (one.release, two.release) == ("base", "another")


def test_two_parts_are_two_artefacts(store: Path) -> None:
    assert build(store).folder != build_artefact(BACK, BASE, store).folder


def test_nobody_may_write_its_files(store: Path) -> None:
    folder = build(store).folder
    modes = {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()}
    assert modes == {0o444}


def test_every_python_file_has_bytecode_that_is_never_checked(store: Path) -> None:
    folder = build(store).folder
    compiled = list(folder.rglob("*.pyc"))
    assert len(compiled) == len(list(folder.rglob("*.py")))
    assert {file.read_bytes()[4] for file in compiled} == {1}  # PEP 552: by hash, unchecked


def edit(folder: Path) -> None:
    (folder / "entry.py").chmod(0o644)
    (folder / "entry.py").write_text("# edited\n")


def truncate_bytecode(folder: Path) -> None:
    file = next(folder.rglob("entry.*.pyc"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:40])


def seal_as_another_python(folder: Path) -> None:
    (folder / SEAL).chmod(0o644)
    (folder / SEAL).write_text("0" * 64)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "an edited file": edit,
    "a missing file": lambda folder: (folder / "artefact.json").unlink(),
    "one file more": lambda folder: (folder / "shared_domain" / "more.py").touch(),
    "a missing folder": lambda folder: shutil.rmtree(folder / "shared_domain"),
    "damaged bytecode": truncate_bytecode,
    "missing bytecode": lambda folder: next(folder.rglob("entry.*.pyc")).unlink(),
    "bytecode of another Python": seal_as_another_python,
    "no seal": lambda folder: (folder / SEAL).unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_artefact_is_built_again(store: Path, damage: str) -> None:
    first = build(store)
    whole = {file.relative_to(first.folder) for file in first.folder.rglob("*")}
    inode = made_at(first)
    DAMAGES[damage](first.folder)
    again = build(store)
    assert again == first
    assert made_at(again) != inode
    assert {file.relative_to(again.folder) for file in again.folder.rglob("*")} == whole
    assert b"edited" not in (again.folder / "entry.py").read_bytes()
    assert (visible(store), hidden(store)) == ([first.folder], [])


def test_builders_at_once_make_one_artefact(store: Path) -> None:
    with (
        ProcessPoolExecutor(2, get_context("spawn")) as processes,
        ThreadPoolExecutor(3) as threads,
    ):
        built: list[Future[Artefact]] = [processes.submit(build, store) for _ in range(4)]
        built += [threads.submit(build, store) for _ in range(6)]
        artefacts = {each.result() for each in built}
    assert (visible(store), hidden(store)) == ([artefacts.pop().folder], [])
    assert not artefacts


def test_what_a_killed_builder_left_is_removed(store: Path) -> None:
    (store / ".draft-killed" / "new").mkdir(parents=True)
    build(store)
    assert hidden(store) == []


def test_a_full_disk_is_one_clear_line_and_leaves_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", no_room)
        with pytest.raises(ArtefactError, match=r"^cannot write .*: No space left on device$"):
            build(store)
    assert (visible(store), hidden(store)) == ([], [])
    assert build(store).folder.is_dir()


def test_a_store_that_is_no_folder_is_one_clear_line(store: Path) -> None:
    store.touch()
    with pytest.raises(ArtefactError, match=r"^cannot write .*store: File exists$"):
        build(store)


def test_code_that_cannot_be_compiled_leaves_nothing(store: Path, tmp_path: Path) -> None:
    wrapper = tmp_path / "odd.py"
    wrapper.write_text("return 1\ndef wrap(name, feature): ...\n")
    with pytest.raises(ArtefactError, match=r"^cannot compile wrappers/odd\.py: 'return' outside"):
        build(store, Release("new", (Change("catalog", wrapper),)))
    assert (visible(store), hidden(store)) == ([], [])
