"""requirements.lock is whole for every supported platform; no address stands in a file."""

from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from experiments.setup.wheels import PLATFORMS, PYTHONS, pins

ROOT = Path(__file__).parents[3]


@cache
def locked() -> tuple[tuple[Requirement, int], ...]:
    """Each requirement of the lock with the number of its hashes."""
    found = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    return tuple((pin.requirement, len(pin.hashes)) for pin in found)


def wanted() -> list[Requirement]:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def applies(requirement: Requirement, here: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(here)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_is_locked_once_with_hashes(platform: str, python: str) -> None:
    here = PLATFORMS[platform].environment(python)
    versions = {
        canonicalize_name(requirement.name): (requirement, hashes)
        for requirement, hashes in locked()
        if applies(requirement, here)
    }
    assert len(versions) == sum(applies(requirement, here) for requirement, _ in locked())
    for requirement in wanted():
        if applies(requirement, here):
            found, hashes = versions[canonicalize_name(requirement.name)]
            assert hashes >= 1
            (pin,) = found.specifier
            assert pin.operator == "=="
            assert requirement.specifier.contains(pin.version)


def test_every_locked_package_is_pinned_and_has_a_hash() -> None:
    assert all(hashes >= 1 for _, hashes in locked())
    assert all([pin.operator for pin in found.specifier] == ["=="] for found, _ in locked())


@pytest.mark.parametrize(
    "name",
    [
        "requirements.in",
        "requirements.lock",
        "pyproject.toml",
        "Makefile",
        "cleave",
        ".ci/run",
        "experiments/setup/elasticsearch.lock",
        "experiments/setup/kafka.lock",
        "experiments/setup/wheels.lock",
        "experiments/setup/ensure.sh",
    ],
)
def test_no_download_address_stands_in_a_file_of_set_up(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
