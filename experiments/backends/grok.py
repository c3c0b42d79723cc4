"""Logstash's grok in its simplest form: named patterns that stand in each other, made expressions.

Only so that tests can hold the patterns of the compose files to recorded lines. These keep to what
Oniguruma and Python's `re` read alike.
"""

import re
from collections.abc import Mapping
from typing import Final

REFERENCE: Final = re.compile(r"%\{(?P<pattern>\w+)(?::(?P<field>\w+))?\}")


def read_patterns(text: str) -> dict[str, str]:
    """Of a file of patterns: a name and an expression a line."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split(" ", 1) for line in lines)


def compiled(expression: str, patterns: Mapping[str, str]) -> re.Pattern[str]:
    """Raises KeyError for a pattern that there is not."""

    def instead(found: re.Match[str]) -> str:
        inside = REFERENCE.sub(instead, patterns[found["pattern"]])
        return f"(?P<{found['field']}>{inside})" if found["field"] else f"(?:{inside})"

    return re.compile(REFERENCE.sub(instead, expression))
