"""The patterns and levels of Logstash's configuration, held to recorded lines."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from experiments.backends.grok import compiled, read_patterns
from experiments.backends.pipeline import FOLDER, Pipeline, read_pipeline
from experiments.backends.tests.recorded import KAFKA, lines_of

NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return read_pipeline()


def of(pipeline: Pipeline, line: str, service: str) -> dict[str, Any]:
    return pipeline.document(line, service, NOW)


def test_a_replicas_line_is_the_document_that_it_is(pipeline: Pipeline) -> None:
    line = next(line for line in lines_of("orders-1.log") if line.startswith("{"))
    document = of(pipeline, line, "somebody")
    assert document["log.level"] == "info"
    assert document["service"]["name"] == "orders"
    assert document["trace"]["id"] == "7f3a1c5e9b2d4f60a8c1e3d5b7092f4a"
    assert document["@timestamp"] == "2026-11-27T14:03:21.417Z"


def test_what_a_database_says_is_taken_apart(pipeline: Pipeline) -> None:
    ready, fatal = (of(pipeline, line, "orders") for line in lines_of("orders.database.log"))
    assert ready == {
        "@timestamp": "2026-11-27T14:03:20.871000+00:00",
        "message": "database system is ready to accept connections",
        "service": {"name": "orders"},
        "log": {"level": "info"},
    }
    assert fatal["log"] == {"level": "critical"}


def test_what_the_gateway_says_is_taken_apart(pipeline: Pipeline) -> None:
    (line,) = lines_of("gateway.log")
    document = of(pipeline, line, "gateway")
    assert document["log"] == {"level": "warning", "logger": "config"}
    assert document["message"] == "[source/server/options_impl.cc:742] an option is old"
    assert document["@timestamp"] == "2026-11-27T14:03:19.250000+00:00"


def test_what_kafka_says_is_taken_apart(pipeline: Pipeline) -> None:
    document = of(pipeline, KAFKA, "broker")
    assert document["message"] == "[Controller 1] the broker 1 was fenced"
    assert document["log"] == {
        "level": "warning",
        "logger": "org.apache.kafka.controller.ReplicationControlManager",
    }


@pytest.mark.parametrize("line", ["granian has something of its own to say", "", "[...]"])
def test_any_other_line_is_its_own_message(pipeline: Pipeline, line: str) -> None:
    document = of(pipeline, line, "orders")
    assert document["message"] == line
    assert document["tags"] == ["unparsed"]
    assert document["@timestamp"] == NOW.isoformat()


def test_half_a_line_of_a_replica_is_kept_as_it_is(pipeline: Pipeline) -> None:
    half = lines_of("orders-1.log")[-1][:40]
    document = of(pipeline, half, "orders")
    assert (document["message"], document["tags"]) == (half, ["_jsonparsefailure"])


def planted(tmp_path: Path, file: str, text: str, instead: str) -> Pipeline:
    """The configuration with one passage replaced."""
    for part in ("patterns/cleave", "pipeline/cleave.conf"):
        content = (FOLDER / part).read_text(encoding="utf-8")
        (tmp_path / part).parent.mkdir(exist_ok=True)
        if part == file:
            assert content.count(text) >= 1
            content = content.replace(text, instead)
        (tmp_path / part).write_text(content, encoding="utf-8")
    return read_pipeline(tmp_path)


def test_a_pattern_that_fits_no_line_would_be_noticed(tmp_path: Path) -> None:
    broken = planted(tmp_path, "patterns/cleave", "(?:UTC|GMT)", "CET")
    (line, _) = lines_of("orders.database.log")
    assert of(broken, line, "orders")["tags"] == ["unparsed"]


def test_a_level_that_is_not_translated_would_be_noticed(tmp_path: Path) -> None:
    broken = planted(tmp_path, "pipeline/cleave.conf", '"fatal" => "critical"', '"off" => "off"')
    (_, line) = lines_of("orders.database.log")
    assert of(broken, line, "orders")["log"] == {"level": "fatal"}


def test_a_configuration_without_a_match_is_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no match"):
        planted(tmp_path, "pipeline/cleave.conf", 'match => { "message"', 'match => { "text"')


def test_patterns_stand_in_each_other() -> None:
    patterns = read_patterns("# numbers\nDIGIT [0-9]\nPAIR %{DIGIT:first}-%{DIGIT}\n")
    found = compiled("^<%{PAIR:pair}>$", patterns).search("<1-2>")
    assert found is not None
    assert found.groupdict() == {"pair": "1-2", "first": "1"}


def test_a_pattern_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        compiled("%{NOTHING}", {})
