"""What pip says becomes progress and one clear line."""

from pathlib import Path

import pytest

from experiments.setup.pip_log import OFFLINE, Steps, locked_names, reason

HERE = "Python 3.14 on Linux-riscv64"


def test_progress_counts_packages_and_shows_a_download_and_its_size() -> None:
    steps = Steps(packages=3)
    assert steps.read("Collecting granian==2.8.7") == "package 1 of 3: granian"
    line = "  Downloading granian-2.8.7-cp311-cp311-manylinux_2_28_x86_64.whl (5.1 MB)"
    assert steps.read(line) == "package 1 of 3: granian (5.1 MB)"
    assert steps.read("Installing collected packages: granian") == (
        "all 1 packages are here; unpacking"
    )


def test_lines_that_say_nothing_new_are_not_shown() -> None:
    assert Steps(packages=3).read("Ignoring colorama: markers") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["WARNING: Retrying after connection broken by 'NewConnectionError(...)'"], OFFLINE),
        (
            ["ERROR: Could not install packages: [Errno 28] No space left on device"],
            "the disk is full (/a/folder): free some space",
        ),
        (["ERROR: No matching distribution found for gevent==26.9.0"], f"gevent for {HERE}"),
        (["ERROR: a-1-win32.whl is not a supported wheel on this platform."], "no wheel of a-1"),
        (
            [
                "ERROR: Could not find a version that satisfies the requirement a==1 "
                "(from versions: none)"
            ],
            "has no a at all",
        ),
        (
            [
                "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
                "    flask==3.1.3 from somewhere (from -r requirements.lock (line 1)):",
            ],
            "the download of flask does not match its checksum",
        ),
        (["something else"], "pip failed"),
    ],
    ids=["offline", "full", "wheel", "platform", "nothing", "hash", "other"],
)
def test_a_failure_becomes_one_line_that_names_its_cause(said: list[str], expected: str) -> None:
    line = reason(said, HERE, Path("/a/folder"))
    assert expected in line
    assert "\n" not in line


def test_packages_for_other_systems_only_are_not_counted() -> None:
    lock = (
        "a==1 \\\n    --hash=sha256:0\n"
        "b==1 ; sys_platform == 'win32' \\\n"
        "c==1 ; sys_platform == 'darwin' \\\n"
        "d==1 ; python_version < '3.12' and sys_platform == 'darwin' \\\n"
        "d==2 ; python_version >= '3.12' or sys_platform != 'darwin' \\\n"
    )
    assert locked_names(lock, "linux") == {"a", "d"}
    assert locked_names(lock, "darwin") == {"a", "c", "d"}
