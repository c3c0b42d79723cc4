"""What Logstash makes of a line, read off its own configuration, for tests and for the shipper.

Expressions, their order and the names of levels come from compose/observability/logstash; how they
are put together is said here a second time, since Logstash is not to be had as a package.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from experiments.backends.grok import compiled, read_patterns
from experiments.backends.places import CONFIGURATION

FOLDER: Final = CONFIGURATION / "logstash"
OURS: Final = '{"@timestamp"'
UNPARSED: Final = "unparsed"
_MATCH: Final = re.compile(r'match => \{ "message" => \[(.*?)\] \}')
_DICTIONARY: Final = re.compile(r"dictionary => \{(.*?)\}", re.DOTALL)
_QUOTED: Final = re.compile(r'"([^"]*)"')
_PAIR: Final = re.compile(r'"([^"]*)" => "([^"]*)"')


@dataclass(frozen=True)
class Pipeline:
    expressions: Sequence[re.Pattern[str]]
    levels: dict[str, str]

    def document(self, line: str, service: str, at: datetime) -> dict[str, Any]:
        """Of a line that `service` wrote and that came in `at`."""
        if line.startswith(OURS):
            try:
                return dict(json.loads(line))
            except ValueError:
                return _plain(line, at) | {"tags": ["_jsonparsefailure"]}
        made = _plain(line, at) | {"service": {"name": service}}
        for expression in self.expressions:
            if found := expression.search(line):
                return made | self._taken_apart(found.groupdict())
        return made | {"tags": [UNPARSED]}

    def _taken_apart(self, fields: dict[str, str]) -> dict[str, Any]:
        level = fields["level"].lower()
        log = {"level": self.levels.get(level, level)}
        if "logger" in fields:
            log["logger"] = fields["logger"]
        return {"@timestamp": _time(fields["written_at"]), "message": fields["text"], "log": log}


def read_pipeline(folder: Path = FOLDER) -> Pipeline:
    """As it stands in the configuration. ValueError if it holds no match, or no levels."""
    patterns = read_patterns((folder / "patterns" / "cleave").read_text(encoding="utf-8"))
    text = (folder / "pipeline" / "cleave.conf").read_text(encoding="utf-8")
    match, dictionary = _MATCH.search(text), _DICTIONARY.search(text)
    if match is None or dictionary is None:
        raise ValueError(f"{folder} holds no match of a message, or no dictionary of levels")
    expressions = [compiled(each, patterns) for each in _QUOTED.findall(match[1])]
    return Pipeline(expressions, dict(_PAIR.findall(dictionary[1])))


def _plain(line: str, at: datetime) -> dict[str, Any]:
    return {"@timestamp": at.isoformat(), "message": line}


def _time(written: str) -> str:
    """What servers write is UTC."""
    text = written.replace(",", ".").replace(" ", "T")
    return datetime.fromisoformat(text).replace(tzinfo=UTC).isoformat()
