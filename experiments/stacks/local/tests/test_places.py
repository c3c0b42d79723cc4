"""The state folder is ours alone, and short enough for a socket."""

import os
from pathlib import Path

import pytest

from experiments.stacks.local.places import open_places
from experiments.stacks.protocol import StackError


def environment(state: Path) -> dict[str, str]:
    return {"CLEAVE_STATE": str(state), "XDG_CACHE_HOME": str(state.parent / "cache")}


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("s")


def test_the_folder_is_made_for_its_owner_alone(short: Path) -> None:
    places = open_places(environment(short / "state"))
    mode = places.state.stat().st_mode & 0o777
    assert mode == (0o711 if os.geteuid() == 0 else 0o700)
    assert places.cache.is_dir()


def test_a_folder_that_others_can_write_is_refused(short: Path) -> None:
    state = short / "state"
    state.mkdir()
    state.chmod(0o777)
    with pytest.raises(StackError, match="can be written by others"):
        open_places(environment(state))


def test_a_link_to_somewhere_else_is_refused(short: Path) -> None:
    (short / "elsewhere").mkdir()
    (short / "state").symlink_to(short / "elsewhere")
    with pytest.raises(StackError, match="is not a folder of this user"):
        open_places(environment(short / "state"))


def test_a_file_in_the_way_is_refused(short: Path) -> None:
    (short / "state").touch()
    with pytest.raises(StackError, match="state"):
        open_places(environment(short / "state"))


def test_a_path_too_long_for_a_socket_is_refused(short: Path) -> None:
    with pytest.raises(StackError, match="too long for a Unix socket"):
        open_places(environment(short / ("x" * 90)))
