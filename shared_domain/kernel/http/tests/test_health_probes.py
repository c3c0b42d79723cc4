import logging
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import Check, health_routes


def client(ready: Mapping[str, Check], startup: Mapping[str, Check] | None = None) -> FlaskClient:
    return http_application("test", [health_routes(ready, startup or {})]).test_client()


def fails() -> bool:
    raise OSError("no database there")


def test_a_process_that_answers_is_live_whatever_it_lacks() -> None:
    answer = client({"database": fails}).get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"live": True})


def test_a_part_is_ready_when_all_it_needs_is_there() -> None:
    answer = client({"database": lambda: True}).get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"database": True})


def test_a_check_that_says_no_or_raises_makes_it_503(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        answer = client({"database": fails, "bus": lambda: False}).get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"database": False, "bus": False})
    assert "no database there" in caplog.text


def test_what_is_down_is_one_line_at_each_look(caplog: pytest.LogCaptureFixture) -> None:
    def is_down() -> bool:
        raise Unavailable("it is down\nand a link to read about it")

    client({"database": is_down}).get("/health/ready")
    assert caplog.messages == ["database is not ready: it is down"]
    assert caplog.records[0].exc_info is None


def test_a_part_has_started_only_when_it_is_ready_too() -> None:
    answer = client({"database": fails}, {"copies": lambda: True}).get("/health/startup")
    assert (answer.status_code, answer.json) == (503, {"database": False, "copies": True})


def test_being_ready_does_not_wait_for_what_is_needed_once() -> None:
    probes = client({"database": lambda: True}, {"copies": lambda: False})
    assert probes.get("/health/ready").status_code == 200
    assert probes.get("/health/startup").status_code == 503
