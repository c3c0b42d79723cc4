"""Every line that is named is found in the sources as they are today, and a lost one is told."""

from pathlib import Path

import pytest

from experiments.distributed.counting import code_in, code_lines_of, joined
from experiments.distributed.passages import Lines, LostPassage, Passage, find
from experiments.distributed.protection import Protection
from experiments.distributed.protections import PROTECTIONS

MODULE = '''\
"""A module."""

from functools import cache

LIMIT: int = 3  # units


@cache
def taken(units: int) -> int:
    """How many."""

    # the least
    return min(
        units,
        LIMIT,
    )


class Shelf:
    """Where units stand."""

    def take(self, units: int) -> int:
        if units > LIMIT:
            raise ValueError(units)
        return taken(units) + taken(0)
'''


@pytest.fixture
def module(tmp_path: Path) -> str:
    """The path of the module above; another one in each test."""
    (tmp_path / "shelf.py").write_text(MODULE)
    return str(tmp_path / "shelf.py")


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda each: each.name)
def test_all_lines_of_a_protection_are_found_and_hold_code(protection: Protection) -> None:
    assert code_in(protection.lines) == code_in(map(find, protection.passages))
    assert all(code_in([lines]) for lines in protection.lines)


def test_the_lines_are_those_that_are_meant() -> None:
    check = Passage(
        "microservices/orders/saga.py", "Saga.advance", "saga.awaiting != reply.command"
    )
    assert find(check).text == "if saga is None or saga.awaiting != reply.command:\n    return"
    first = Passage("microservices/chassis/inbox.py", "first_time")
    assert find(first).text.startswith("def first_time(")


@pytest.mark.parametrize(
    ("name", "says", "first", "last"),
    [
        ("LIMIT", "", 5, 5),
        ("taken", "", 8, 16),
        ("Shelf.take", "", 22, 25),
        ("Shelf.take", "units > LIMIT", 23, 24),
        ("Shelf.take", "taken(0)", 25, 25),
        ("taken", "LIMIT", 13, 16),
    ],
)
def test_a_passage_is_found_by_what_it_defines_and_says(
    module: str, name: str, says: str, first: int, last: int
) -> None:
    assert find(Passage(module, name, says)) == Lines(module, first, last)


@pytest.mark.parametrize(
    ("name", "says", "complaint"),
    [
        ("renamed", "", "defines renamed 0 times, not once"),
        ("Shelf.put", "", r"defines Shelf\.put 0 times, not once"),
        ("Shelf.take", "units < LIMIT", "stands there 0 times, not once"),
        ("Shelf.take", "taken(", "stands there 2 times, not once"),
    ],
)
def test_a_passage_that_was_changed_is_told(
    module: str, name: str, says: str, complaint: str
) -> None:
    with pytest.raises(LostPassage, match=complaint):
        find(Passage(module, name, says))


def test_a_file_that_is_gone_is_told() -> None:
    with pytest.raises(LostPassage, match=r"cannot read monolith/gone\.py"):
        find(Passage("monolith/gone.py", "anything"))


def test_comments_documentation_and_blank_lines_are_no_code(module: str) -> None:
    code = code_in([Lines(module, 1, 25)])
    assert sorted(number for _, number in code) == [
        3, 5, 8, 9, 13, 14, 15, 16, 19, 22, 23, 24, 25,
    ]  # fmt: skip


def test_a_line_counts_once_whoever_names_it(module: str) -> None:
    whole, part = find(Passage(module, "taken")), find(Passage(module, "taken", "LIMIT"))
    assert code_in([whole, part]) == code_in([whole])


def test_lines_are_joined_where_no_other_code_stands_between_them(module: str) -> None:
    limit, call = find(Passage(module, "LIMIT")), find(Passage(module, "taken", "min("))
    whole, method = find(Passage(module, "taken")), find(Passage(module, "Shelf.take"))
    assert joined([whole, limit]) == (Lines(module, 5, 16),)
    assert joined([call, whole]) == (whole,)
    assert joined([method, whole, limit]) == (Lines(module, 5, 16), method)


def test_a_place_is_written_as_editors_read_it() -> None:
    assert str(Lines("a/b.py", 3, 3)) == "a/b.py:3"
    assert str(Lines("a/b.py", 3, 5)) == "a/b.py:3-5"


def test_protections_are_a_small_part_of_the_arm() -> None:
    code = {line for each in PROTECTIONS for line in each.code}
    assert 0 < len(code) < code_lines_of("microservices")
