"""Log lines, as they stand in a replica's file in the end."""

import io
import json
import logging
from typing import Any

import pytest

from shared_domain.kernel.seeing.here import Here, at
from shared_domain.kernel.seeing.log_line import LONGEST, LONGEST_STACK, ecs_format, shortened
from shared_domain.kernel.seeing.span import Kind
from shared_domain.kernel.seeing.tests.harness import (
    SAMPLED,
    TRACE,
    Recorder,
    config,
    examples,
    shape,
)
from shared_domain.kernel.seeing.tracing import entered

FORMAT = ecs_format(config())


def line_of(level: int, text: object, *args: object, error: BaseException | None = None) -> Any:
    """The line that is written of this, as an object."""
    known = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("a.logger", level, __file__, 1, text, args, known)
    written = FORMAT.format(shortened(record))
    assert "\n" not in written
    return json.loads(written)


def raised(error: ValueError) -> ValueError:
    try:
        raise error
    except ValueError as caught:
        return caught


def flat(line: Any) -> dict[str, Any]:
    """Fields by their dotted names, whether they are nested or not."""
    return {
        f"{name}.{inner}" if inner else name: value
        for name, each in line.items()
        for inner, value in (flat(each).items() if isinstance(each, dict) else [("", each)])
    }


def test_a_line_is_as_the_decision_shows(recorder: Recorder) -> None:
    request = (Kind.SERVER, "orders", SAMPLED, "o-1")
    with entered(recorder.tracing, "POST /orders", *request):
        line = line_of(logging.INFO, "POST /orders %d", 201)
    example = examples("A log line")[0]
    assert shape(flat(line)) == shape(flat(example))
    assert (line["message"], line["log.level"]) == ("POST /orders 201", "info")
    assert list(line)[:3] == list(example)[:3] == ["@timestamp", "log.level", "message"]
    (recorded,) = recorder.spans()
    assert (line["trace"]["id"], line["span"]["id"]) == (TRACE, recorded.own)


def test_a_line_of_an_error_is_as_the_decision_shows() -> None:
    with at(Here("payments", SAMPLED)):
        line = line_of(logging.ERROR, "unhandled", error=raised(ValueError("wrong")))
    example = examples("A log line")[1]
    assert shape(flat(line)) | {"labels.dropped: str"} == shape(flat(example))
    assert line["error"]["type"] == "ValueError"
    assert line["error"]["stack_trace"].endswith("ValueError: wrong\n")


def test_a_line_without_its_replica_would_be_noticed() -> None:
    example = flat(examples("A log line")[0])
    assert shape(example) != shape({name: example[name] for name in example if "node" not in name})


def test_who_works_on_nothing_says_who_he_is_all_the_same() -> None:
    line = flat(line_of(logging.WARNING, "relay will try again"))
    assert line["service.name"] == "orders"
    assert line["service.node.name"] == "orders-1"
    assert line["service.version"] == "3f9c2a7d51be"
    assert line["labels.release"] == "base"
    assert not {"trace.id", "span.id", "labels.feature", "labels.order"} & line.keys()


@pytest.mark.parametrize("place", ["text", "argument", "error", "order"])
def test_a_value_of_a_mebibyte_makes_a_short_line(place: str) -> None:
    huge = "x" * 2**20
    if place == "error":
        line = line_of(logging.ERROR, "failed", error=raised(ValueError(huge)))
    elif place == "order":
        with at(Here("orders", SAMPLED, huge)):
            line = line_of(logging.INFO, "failed")
    else:
        line = line_of(logging.INFO, *((huge,) if place == "text" else ("it is %s", huge)))
    assert len(line["message"]) <= LONGEST
    assert len(json.dumps(line)) < LONGEST + LONGEST_STACK + 1024


def test_what_is_queued_holds_on_to_nothing_long() -> None:
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "%s", ("x" * 2**20,), None)
    short = shortened(record)
    assert len(short.getMessage()) == LONGEST
    assert (short.args, short.exc_info) == (None, None)
    assert record.args == ("x" * 2**20,)


@pytest.mark.parametrize(
    ("text", "args", "message"),
    [
        ("%s and %s", ("one",), "%s and %s"),
        ("%d", ("no number",), "%d"),
        ("100%", (), "100%"),
        ("%(name)s", ({"name": "it"},), "it"),
        (ValueError("an object"), (), "an object"),
        ("two\nlines \u2603 \ud800", (), "two\nlines \u2603 \ud800"),
    ],
    ids=["too few", "another kind", "no argument", "by name", "an object", "odd characters"],
)
def test_whoever_logs_does_not_fail_for_it(
    text: object, args: tuple[object, ...], message: str
) -> None:
    assert line_of(logging.INFO, text, *args)["message"] == message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Key (customer_id)=(c-00042) exists.", "Key (customer_id)=(c-*****) exists."),
        ("c-00001, c-00002", "c-*****, c-*****"),
        ("no customer is called c-0001", "no customer is called c-0001"),
        ("7c1f0d2c-5a41-4f0c-9a5c-12345b1f6d8e", "7c1f0d2c-5a41-4f0c-9a5c-12345b1f6d8e"),
    ],
    ids=["an error of the database", "several", "no customer", "an order"],
)
def test_no_line_tells_of_a_person(text: str, shown: str) -> None:
    assert line_of(logging.INFO, text)["message"] == shown
    stack = line_of(logging.ERROR, "failed", error=raised(ValueError(text)))["error"]
    assert ("c-00042" in stack["stack_trace"], shown in stack["stack_trace"]) == (False, True)


@pytest.mark.parametrize("before", range(LONGEST - 8, LONGEST + 1))
def test_half_of_an_id_at_the_end_of_a_long_text_tells_of_nobody(before: int) -> None:
    text = f"{' ' * before}c-00042 and more"
    assert "c-0" not in line_of(logging.INFO, text)["message"]
    assert "c-0" not in line_of(logging.INFO, "%s", text)["message"]


@pytest.mark.parametrize("after", range(LONGEST_STACK - 12, LONGEST_STACK))
def test_half_of_an_id_at_the_beginning_of_a_long_stack_tells_of_nobody(after: int) -> None:
    error = raised(ValueError(f"c-00042{' ' * after}"))
    assert "00042" not in line_of(logging.ERROR, "failed", error=error)["error"]["stack_trace"]


def test_a_formatter_makes_one_line_of_what_the_loggers_give() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMAT)
    record = logging.LogRecord("a", logging.WARNING, __file__, 1, "a\nb", None, None)
    handler.emit(shortened(record))
    assert json.loads(stream.getvalue())["message"] == "a\nb"
