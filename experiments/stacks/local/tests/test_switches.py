"""A switch is a file that is there as a whole, or is not there."""

import json
from pathlib import Path

import pytest

from experiments.stacks.local.switches import Switches
from experiments.stacks.protocol import StackError


@pytest.fixture
def switches(tmp_path: Path) -> Switches:
    switches = Switches(tmp_path)
    switches.create()
    return switches


def test_a_setting_replaces_the_one_before_and_leaves_nothing_beside(switches: Switches) -> None:
    switches.set("orders", {"fault": "slow", "ms": 100})
    switches.set("orders", {"fault": "hang"})
    [file] = switches.folder.iterdir()
    assert (file.name, json.loads(file.read_text())) == ("orders.json", {"fault": "hang"})


def test_none_removes_it_once_and_again(switches: Switches) -> None:
    switches.set("orders", {})
    switches.set("orders", None)
    switches.set("orders", None)
    assert list(switches.folder.iterdir()) == []


def test_what_fired_is_told_in_its_order_and_stays_when_the_switch_goes(
    switches: Switches,
) -> None:
    assert switches.fired("orders") == ()
    (switches.folder / "orders.fired").write_text("1.5 77 crash\n2.5 78 crash\n")
    switches.set("orders", None)
    assert switches.fired("orders") == ("1.5 77 crash", "2.5 78 crash")


def test_an_unknown_feature_is_refused(switches: Switches) -> None:
    with pytest.raises(StackError, match=r"no feature is named '\.\./x'"):
        switches.set("../x", {})
    with pytest.raises(StackError, match="no feature is named 'moon'"):
        switches.fired("moon")
