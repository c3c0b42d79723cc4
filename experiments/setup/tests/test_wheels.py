"""Everything that is pinned can be installed from a wheel on every platform: by names, offline."""

from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from experiments.setup.lock_wheels import wheels_in
from experiments.setup.wheels import (
    LOCK,
    PLATFORMS,
    PYTHONS,
    Pin,
    lacking,
    pins,
    read_wheels,
    text_of,
)

ROOT = Path(__file__).parents[3]
MADE_UP = {
    "a1": "toy-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "a2": "toy-1.0-cp311-cp311-manylinux_2_28_aarch64.whl",
    "a3": "toy-1.0-cp311-cp311-macosx_11_0_arm64.whl",
}


@cache
def locked() -> tuple[Pin, ...]:
    return pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def toy(text: str = "toy==1.0", *hashes: str) -> Pin:
    return Pin(Requirement(text), frozenset(hashes or MADE_UP))


def where_lacking(pin: Pin, wheels: dict[str, str], python: str = "3.11") -> set[str]:
    return {
        name for name, platform in PLATFORMS.items() if [*lacking([pin], wheels, platform, python)]
    }


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_pinned_package_has_a_wheel(platform: str, python: str) -> None:
    wheels = read_wheels(LOCK.read_text(encoding="utf-8"))
    assert list(lacking(locked(), wheels, PLATFORMS[platform], python)) == []


def test_a_lock_is_read_as_it_is_written() -> None:
    one, two = "1" * 64, "2" * 64
    lock = (
        f"a==1 \\\n    --hash=sha256:{one} \\\n    --hash=sha256:{two}\n    # via b\n"
        f"b==2 ; sys_platform == 'win32' \\\n    --hash=sha256:{two}\n"
    )
    assert pins(lock) == (
        Pin(Requirement("a==1"), frozenset((one, two))),
        Pin(Requirement("b==2 ; sys_platform == 'win32'"), frozenset((two,))),
    )


def test_every_wheel_that_is_named_is_pinned() -> None:
    pinned = frozenset(digest for pin in locked() for digest in pin.hashes)
    assert read_wheels(LOCK.read_text(encoding="utf-8")).keys() <= pinned


def test_each_platform_takes_its_own_wheel() -> None:
    assert where_lacking(toy(), MADE_UP) == set()


@pytest.mark.parametrize(
    ("gone", "platform"), [("a1", "linux-x86_64"), ("a2", "linux-arm64"), ("a3", "darwin-arm64")]
)
def test_a_platform_whose_wheel_is_missing_is_named(gone: str, platform: str) -> None:
    wheels = {digest: name for digest, name in MADE_UP.items() if digest != gone}
    assert where_lacking(toy(), wheels) == {platform}


@pytest.mark.parametrize(
    "filename",
    [
        "toy-1.0-cp311-cp311-manylinux_2_34_x86_64.whl",  # a newer glibc than is promised
        "toy-1.0-cp311-cp311-musllinux_1_2_x86_64.whl",
        "toy-1.1-cp311-cp311-manylinux_2_28_x86_64.whl",  # of another version
        "toys-1.0-cp311-cp311-manylinux_2_28_x86_64.whl",
        "toy-1.0-cp312-cp312-manylinux_2_28_x86_64.whl",  # of another Python
    ],
)
def test_a_wheel_that_does_not_fit_is_none(filename: str) -> None:
    assert "linux-x86_64" in where_lacking(toy(), {**MADE_UP, "a1": filename})


@pytest.mark.parametrize(
    "filename", ["toy-1.0-py3-none-any.whl", "toy-1.0-cp39-abi3-manylinux2014_x86_64.whl"]
)
def test_a_wheel_for_any_python_fits_every_later_one(filename: str) -> None:
    for python in PYTHONS:
        assert "linux-x86_64" not in where_lacking(toy(), {**MADE_UP, "a1": filename}, python)


def test_a_wheel_whose_hash_is_not_pinned_does_not_count() -> None:
    assert where_lacking(toy("toy==1.0", "a2", "a3"), MADE_UP) == {"linux-x86_64"}


def test_a_package_that_a_platform_does_not_want_is_not_missed() -> None:
    assert where_lacking(toy("toy==1.0 ; sys_platform == 'win32'"), {}) == set()
    assert where_lacking(toy("toy==1.0 ; sys_platform == 'darwin'"), {}) == {"darwin-arm64"}


def test_the_record_survives_being_written() -> None:
    assert read_wheels(text_of(MADE_UP)) == MADE_UP


def test_names_are_taken_from_a_lock_and_addresses_are_not() -> None:
    named = {"name": MADE_UP["a1"], "url": "https://x/y", "hashes": {"sha256": "a1"}}
    placed = {"url": f"https://x/y/{MADE_UP['a2']}#z", "hashes": {"sha256": "a2"}}
    pylock = {"packages": [{"name": "toy", "wheels": [named, placed]}, {"name": "source"}]}
    assert dict(wheels_in(pylock)) == {"a1": MADE_UP["a1"], "a2": MADE_UP["a2"]}
