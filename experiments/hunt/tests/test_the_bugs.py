"""Each bug can be deployed on both arms, is the same on both, and does not show from outside."""

from pathlib import Path

import pytest

from experiments.artefacts.release import BASE
from experiments.artefacts.tests.parts import PARTS, changed, content, digests
from experiments.distributed.passages import ROOT
from experiments.hunt.bug import CALM, RELEASE, Bug
from experiments.hunt.bugs import BUGS
from experiments.report.screen import WIDTH
from experiments.topology import FEATURES, MONOLITH


@pytest.fixture(scope="module")
def base() -> dict[str, str]:
    return digests(ROOT, BASE)


@pytest.fixture(scope="module")
def calm() -> dict[str, str]:
    return digests(ROOT, CALM)


each_bug = pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)


def paths(bug: Bug) -> list[str]:
    return [*bug.change.files, *bug.change.edits]


def test_there_are_ten_and_each_feature_has_one() -> None:
    assert len(BUGS) == len({bug.name for bug in BUGS}) == 10
    assert {bug.feature for bug in BUGS} == set(FEATURES)
    assert max(len(bug.name) for bug in BUGS) < WIDTH / 3


@each_bug
def test_both_arms_ship_it_letter_by_letter(bug: Bug) -> None:
    on_monolith, on_services = (
        content(name, bug.release) for name in (MONOLITH.parts[0].name, bug.feature)
    )
    for path in paths(bug):
        assert on_monolith[path] == on_services[path]
        assert compile(on_monolith[path], path, "exec")


@each_bug
def test_it_changes_its_own_feature_and_nothing_else(bug: Bug, calm: dict[str, str]) -> None:
    broken = digests(ROOT, bug.release)
    assert changed(calm, broken) == {bug.feature, *(part.name for part in MONOLITH.parts)}


@each_bug
def test_no_part_stands_out_by_a_version_or_a_name(bug: Bug, base: dict[str, str]) -> None:
    assert changed(base, digests(ROOT, bug.release)) == set(PARTS)
    assert bug.release.name == CALM.name == RELEASE
    assert not any(change.wrapper for change in bug.release.changes), "a traceback would show it"


@each_bug
def test_migrations_follow_the_newest_of_the_feature(bug: Bug) -> None:
    for path, text in bug.change.files.items():
        newest = sorted((ROOT / path).parent.glob("*_*.py"))[-1].stem
        assert f'down_revision = "{newest}"' in text
        assert f'\nrevision = "{Path(path).stem}"' in text
