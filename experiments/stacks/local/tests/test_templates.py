"""Templates are whole or absent, and named by what went into them."""

import os
import threading
from pathlib import Path

import pytest

from experiments.stacks.local.places import Places
from experiments.stacks.local.templates import (
    digest_of,
    exclusively,
    forget_unused,
    is_built,
    template_folder,
    under_construction,
)
from experiments.stacks.protocol import StackError


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(state=tmp_path / "state", cache=tmp_path / "cache")


def test_a_template_appears_when_it_is_whole(places: Places) -> None:
    template = template_folder(places, "orders", "abc")
    with under_construction(template) as partial:
        (partial / "data").mkdir()
        assert not is_built(template)
    assert is_built(template)
    assert [entry.name for entry in template.iterdir()] == ["data"]


def _build_half(template: Path, accident: type[BaseException]) -> None:
    with under_construction(template) as partial:
        (partial / "half").touch()
        raise accident


@pytest.mark.parametrize("accident", [KeyboardInterrupt, StackError, OSError])
def test_an_interrupted_build_leaves_nothing(places: Places, accident: type[BaseException]) -> None:
    template = template_folder(places, "orders", "abc")
    with pytest.raises(accident):
        _build_half(template, accident)
    assert list(template.parent.iterdir()) == []


def test_what_a_kill_left_half_built_is_built_anew(places: Places) -> None:
    template = template_folder(places, "orders", "abc")
    half = template.with_name(f"{template.name}.partial")
    half.mkdir(parents=True)
    (half / "half").touch()
    assert not is_built(template)
    with under_construction(template) as partial:
        assert list(partial.iterdir()) == []


def test_of_many_versions_those_used_last_are_kept(places: Places) -> None:
    for age, digest in enumerate(["a", "b", "c", "d", "e"]):
        template = template_folder(places, "orders", digest)
        with under_construction(template):
            pass
        os.utime(template, (1000.0 - age, 1000.0 - age))
    forget_unused(places)
    kept = {entry.name for entry in (places.cache / "templates").iterdir()}
    assert kept == {"orders-a", "orders-b", "orders-c"}


def test_the_digest_follows_the_sources_and_the_facts(tmp_path: Path) -> None:
    source = tmp_path / "tables.py"
    source.write_text("a = 1\n")
    first = digest_of([tmp_path], ["18"])
    assert digest_of([tmp_path], ["18"]) == first
    assert digest_of([tmp_path], ["19"]) != first
    source.write_text("a = 2\n")
    assert digest_of([tmp_path], ["18"]) != first


def test_the_digest_ignores_tests_and_what_python_makes(tmp_path: Path) -> None:
    first = digest_of([tmp_path], [])
    for folder in ("tests", "__pycache__"):
        (tmp_path / folder).mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("a = 1\n")
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"a")
    assert digest_of([tmp_path], []) == first


def test_one_lab_at_a_time_builds(tmp_path: Path) -> None:
    lock = tmp_path / "templates.lock"
    refused: list[str] = []

    def second() -> None:
        try:
            with exclusively(lock, deadline_s=0.0):
                pass
        except StackError as error:
            refused.append(str(error))

    with exclusively(lock, deadline_s=0.0):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert refused == ["another lab is busy with templates: wait for it"]
