"""Set-up says what it needs before it starts, and refuses a disk without room."""

from pathlib import Path

import pytest

from experiments.setup import needs
from experiments.setup.environment import Checkout
from experiments.setup.errors import SetupError
from experiments.setup.needs import Needs

SIZE = Needs(download_mb=100, environment_mb=300, jars_mb=45, memory_gb=1.5)


def test_every_supported_platform_has_figures() -> None:
    for key in ("linux-x86_64", "linux-arm64", "darwin-arm64"):
        size = needs.figures(45_000_000, key)
        assert 100 < size.download_mb < size.environment_mb < 1500
        assert size.jars_mb == 45


def test_the_announcement_names_download_disk_and_memory() -> None:
    text = needs.announcement(SIZE, packages=True, jars=True)
    assert "download 145 MB" in text
    assert "disk 445 MB" in text
    assert "1.5 GB" in text
    assert "takes a minute or two, once." in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_the_announcement_leaves_out_what_is_there_already() -> None:
    text = needs.announcement(SIZE, packages=False, jars=True)
    assert "download 45 MB" in text
    assert "Python packages" not in text


def test_a_disk_without_room_is_refused_with_both_figures(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"needs 999999999999 MB .* MB free"):
        needs.check_room({tmp_path / "not" / "yet": 999_999_999_999})


def test_folders_of_one_file_system_are_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 15 * needs.MEGABYTE})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    needs.check_room({tmp_path: 10})
    with pytest.raises(SetupError, match="needs 20 MB"):
        needs.check_room({tmp_path: 10, tmp_path / "other": 10})


def test_the_announced_room_is_what_this_environment_takes() -> None:
    """Fails when requirements.lock has changed much and figures.toml was not measured again."""
    checkout = Checkout(Path(__file__).parents[3])
    if not checkout.is_ready():
        pytest.skip("this environment was not made by set-up")
    taken = sum(path.lstat().st_blocks for path in checkout.environment.rglob("*")) * 512
    announced = needs.figures(0, needs.platform_key()).environment_mb * needs.MEGABYTE
    assert announced == pytest.approx(taken, rel=0.15)
