"""What clients were told and shown grows from load to load, and is judged as a whole."""

from dataclasses import replace
from pathlib import Path

from experiments.checks.history.space_time import Mark
from experiments.checks.history.tests.made import EMPTY
from experiments.report.page.reading.pictured import read_pictures
from experiments.run_folder.documents import Document
from experiments.testing.fake_stack import FakeStack
from experiments.topology import MONOLITH
from experiments.trials.clients import Clients
from experiments.trials.pictures import pictures_json
from experiments.workload.attempt import Attempt
from experiments.workload.history import HistoryWriter
from experiments.workload.journal import JournalWriter
from experiments.workload.operations import OPERATIONS, Ask
from experiments.workload.schedule import Arrival
from experiments.workload.scoring import Answer

SHOWN = "stock reads fit the orders"


def wrote(folder: Path, at_s: float, units: int) -> Path:
    """A load that looked at one page."""
    folder.mkdir()
    JournalWriter(folder).close()
    page = Arrival(0, at_s, OPERATIONS["read-page"], Ask("/products/p-1/page", "p-1"))
    writer = HistoryWriter(folder, begin_wall_s=0.0)
    writer.write(Attempt(page, at_s, 0.5, Answer(200, {"available": units})))
    writer.close()
    return folder


def test_a_page_that_shows_the_impossible_is_a_violation_with_a_picture(tmp_path: Path) -> None:
    clients = Clients()
    clients.learn(wrote(tmp_path / "one", 1.0, units=20), 0)
    assert clients.check(EMPTY).violations == ()
    clients.learn(wrote(tmp_path / "two", 2.0, units=19), 0)
    checked = clients.check(EMPTY)
    assert [each.name for each in checked.results if not each.holds] == [SHOWN]
    told = {"pictures": pictures_json(FakeStack(MONOLITH), checked.violations)}
    (picture,) = read_pictures(Document("checks.json", told))
    assert picture.says == checked.violations[0].sentence
    assert [(each.mark, each.text) for each in picture.moments] == [
        (Mark.BEGAN, "reads the stock of p-1"),
        (Mark.ENDED, "is told 19"),
    ]


def test_a_rule_that_compared_nothing_is_not_said_to_hold(tmp_path: Path) -> None:
    clients = Clients()
    clients.learn(wrote(tmp_path / "one", 1.0, units=20), 0)
    names = [each.name for each in clients.check(EMPTY).results]
    assert SHOWN in names
    assert "a key has one answer" not in names


def test_a_load_without_a_history_is_judged_by_its_journal(tmp_path: Path) -> None:
    JournalWriter(tmp_path).close()
    clients = Clients()
    clients.learn(tmp_path, 0)
    lost = replace(EMPTY, stock=())
    assert all(each.holds for each in clients.check(lost).results)
