"""How a sentence says that it does not hold."""

from typing import Any

from experiments.checks.conformance.answer import Answer


class Deviation(Exception):
    """The arm breaks the contract. The text is one line that says how."""


class NoAnswer(Deviation):
    """The arm did not even answer."""


def expect(answer: Answer, status: int) -> Any:
    """The answer's JSON, if it has this status and is JSON. Raises Deviation."""
    if answer.status != status:
        raise Deviation(f"{answer.request}: expected {status}, got {answer.summary}")
    if answer.content_type != "application/json":
        raise Deviation(f"{answer.request}: {status}, but as {answer.content_type}")
    return answer.json()


def expect_problem(answer: Answer, status: int, slug: str) -> None:
    """Raises Deviation unless the answer is this problem."""
    if answer.status != status:
        raise Deviation(f"{answer.request}: expected {status} {slug}, got {answer.summary}")
    told = answer.json()
    if not isinstance(told, dict) or told.get("type") != f"urn:cleave:problem:{slug}":
        raise Deviation(f"{answer.request}: expected {slug}, got {answer.summary}")


def same(what: str, actual: object, expected: object) -> None:
    """Raises Deviation unless both are equal. 1 and 1.0 are not: money is whole."""
    if actual != expected or type(actual) is not type(expected):
        raise Deviation(f"{what}: expected {expected!r}, got {actual!r}")


def holds(condition: bool, otherwise: str) -> None:
    """Raises Deviation saying `otherwise` unless the condition holds."""
    if not condition:
        raise Deviation(otherwise)
