"""A log line in the Elastic Common Schema: what goes into the queue, and how it is written.

A line is made short where it is logged, so that the queue holds short texts and nothing else. It
becomes JSON later, on the thread that writes it.
"""

import copy
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ecs_logging import StructlogFormatter

from shared_domain.kernel.seeing.config import SeeingConfig
from shared_domain.kernel.seeing.here import here

LONGEST = 1024
LONGER = LONGEST + len("c-00000")  # of what is cut again, once no id is in it
LONGEST_STACK = 4096
FIELDS = "ecs"  # the attribute of a record that holds the fields known where it was logged
CUSTOMER = re.compile(r"\bc-[0-9]{5}\b")
NOBODY = "c-*****"


def shortened(record: logging.LogRecord) -> logging.LogRecord:
    """The record as short texts, and what its thread works on."""
    short = copy.copy(record)
    short.msg, short.args = _cut(_text(record)), None
    short.exc_info, short.exc_text, short.stack_info = None, None, None
    vars(short)[FIELDS] = {**_of_error(record), **_of_here()}
    return short


def add_field(short: logging.LogRecord, name: str, value: str) -> None:
    vars(short)[FIELDS][name] = value


def ecs_format(config: SeeingConfig) -> logging.Formatter:
    """Formats records that `shortened` has made."""
    known = {
        "service.name": config.part,
        "service.node.name": config.replica,
        "service.version": config.version,
        "labels.release": config.release,
    }

    def add_fields(_logger: Any, _method: str, line: Any) -> Any:
        record = line["_record"]
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line["@timestamp"] = moment.replace("+00:00", "Z")
        line["log.logger"] = record.name
        line["process.thread.name"] = record.threadName
        return {**line, **known, **vars(record)[FIELDS]}

    kind = _processor_formatter()
    made: logging.Formatter = kind(
        processors=[
            add_fields,
            kind.remove_processors_meta,
            _without_personal_data,
            StructlogFormatter(),
        ]
    )
    return made


def _cut(text: str) -> str:
    """At its end. Half of an id would no longer be known as one."""
    return text if len(text) <= LONGEST else CUSTOMER.sub(NOBODY, text[:LONGER])[:LONGEST]


def _text(record: logging.LogRecord) -> str:
    """Long arguments are cut before they are put in: copying them would be the dearest part. What
    does not fit its arguments is shown without them, since whoever logs must not fail for it."""
    text, args = str(record.msg), record.args
    if isinstance(args, tuple):
        args = tuple(each[:LONGER] if isinstance(each, str) else each for each in args)
    with suppress(Exception):
        return text % args if args else text
    return text


def _of_error(record: logging.LogRecord) -> Mapping[str, str]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    stack = CUSTOMER.sub(NOBODY, "".join(traceback.format_exception(error)))
    return {"error.type": type(error).__name__, "error.stack_trace": stack[-LONGEST_STACK:]}


def _of_here() -> Mapping[str, str]:
    now = here()
    if now is None:
        return {}
    traceparent = now.traceparent
    fields = {"labels.feature": now.feature, "trace.id": traceparent[3:35]}
    if now.span:
        fields["span.id"] = traceparent[36:52]
    if now.order:
        fields["labels.order"] = now.order[:LONGEST]  # a client may ask for any
    return fields


def _without_personal_data(_logger: Any, _method: str, line: Any) -> Any:
    """A database's error, say, names the row that it is about."""
    return {
        name: CUSTOMER.sub(NOBODY, value) if isinstance(value, str) else value
        for name, value in line.items()
    }


def _processor_formatter() -> Any:
    """structlog's formatter for lines of the standard library's loggers.

    structlog imports rich where that is installed, to draw errors in colours on a terminal. A
    replica has none, and would start a tenth of a second later.
    """
    is_there = "rich" in sys.modules
    if not is_there:
        sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        from structlog.stdlib import ProcessorFormatter
    finally:
        if not is_there:
            del sys.modules["rich"]
    return ProcessorFormatter
