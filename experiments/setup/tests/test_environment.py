"""An environment counts as ready only when it is whole and was made from the lock as it stands."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.setup import environment, install
from experiments.setup.environment import Checkout
from experiments.setup.errors import SetupError
from experiments.setup.progress import Progress


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path)
    checkout.lock.write_text("a==1 --hash=sha256:" + "0" * 64 + "\n")
    checkout.cache.mkdir()
    return checkout


@pytest.fixture
def installed(checkout: Checkout) -> Checkout:
    checkout.python.parent.mkdir(parents=True)
    checkout.python.symlink_to(sys.executable)
    checkout.finish()
    return checkout


@pytest.fixture
def lock_file(tmp_path: Path) -> Iterator[io.TextIOWrapper]:
    with (tmp_path / "setup.lock").open("w") as file:
        yield file


def test_a_finished_environment_is_ready(installed: Checkout) -> None:
    assert installed.is_ready()


def test_a_bare_folder_is_not_ready(checkout: Checkout) -> None:
    assert not checkout.is_ready()


def test_a_changed_lock_makes_it_unready(installed: Checkout) -> None:
    installed.lock.write_text("a==2\n")
    assert not installed.is_ready()


def test_an_installation_that_was_stopped_is_not_ready(installed: Checkout) -> None:
    installed.stamp.unlink()
    assert not installed.is_ready()


def test_a_python_that_was_removed_makes_it_unready(installed: Checkout) -> None:
    installed.python.unlink()
    installed.python.symlink_to("/nonexistent/python3")
    assert not installed.is_ready()


@pytest.mark.parametrize("step", [install.ensure, environment.build])
def test_a_link_to_another_environment_is_left_alone(
    checkout: Checkout, lock_file: io.TextIOWrapper, tmp_path: Path, step: Callable[..., object]
) -> None:
    checkout.environment.symlink_to(tmp_path / "elsewhere")
    said = io.StringIO()
    more = [lock_file] if step is environment.build else []
    with pytest.raises(SetupError, match=r"\.venv is a link to .*/elsewhere.*remove the link"):
        step(checkout, Progress(said), *more)
    assert checkout.environment.is_symlink()
    assert said.getvalue() == ""


def test_settings_that_lead_packages_elsewhere_are_not_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "a mirror")
    passed = environment.surroundings()
    assert "/elsewhere" not in passed.values()
    assert passed["PIP_INDEX_URL"] == "a mirror"


@pytest.mark.real
def test_a_missing_wheel_names_the_package_and_leaves_no_finished_environment(
    checkout: Checkout, lock_file: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(checkout.cache))
    with pytest.raises(SetupError, match=r"has no a at all.*setup\.log"):
        environment.build(checkout, Progress(io.StringIO()), lock_file)
    assert not checkout.is_ready()
    assert "from versions" in checkout.log.read_text()
