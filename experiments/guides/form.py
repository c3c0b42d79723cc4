"""What is to be answered, one field after another: from the command line, or at the desk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from experiments.guides.desk import Desk, asked
from experiments.guides.errors import BadAnswer


@dataclass(frozen=True)
class Field:
    """`lines` are shown before the prompt; `read` gives the answer as it is kept, or BadAnswer."""

    key: str
    lines: tuple[str, ...]
    prompt: str
    read: Callable[[str], str]


def given_on_command_line(texts: Iterable[str]) -> dict[str, str]:
    """Of key=answer. Raises BadAnswer."""
    given: dict[str, str] = {}
    for text in texts:
        key, equals, answer = text.partition("=")
        if not equals or not key:
            raise BadAnswer(f"--answer takes key=answer, not {text!r}")
        given[key.strip()] = answer
    return given


def fill(
    fields: Iterable[Field],
    given: Mapping[str, str],
    desk: Desk,
    answered: Callable[[str, str], None],
) -> tuple[str, ...]:
    """Tells `answered` each answer as soon as it is there, so that an interruption loses none.
    Gives the keys that nobody could be asked for. Raises BadAnswer for what was given wrongly."""
    fields = tuple(fields)
    if unknown := sorted(given.keys() - {field.key for field in fields}):
        known = ", ".join(field.key for field in fields)
        raise BadAnswer(f"nothing is called {unknown[0]!r} here: there are {known}")
    missing: list[str] = []
    read = {field.key: _read(field, given[field.key]) for field in fields if field.key in given}
    for field in fields:
        answer: str | None = read.get(field.key)
        if answer is None:
            answer = asked(desk, field.lines, field.prompt, field.read)
        if answer is None:
            missing.append(field.key)
        else:
            answered(field.key, answer)
    return tuple(missing)


def _read(field: Field, text: str) -> str:
    try:
        return field.read(text)
    except BadAnswer as error:
        raise BadAnswer(f"{field.key}: {error}") from None
