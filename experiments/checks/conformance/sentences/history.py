"""What must be true of every answer the other sentences got. Runs last."""

import re
from collections.abc import Iterator
from typing import Any

from schemathesis.core.failures import Failure, FailureGroup

from experiments.checks.conformance.answer import Answer
from experiments.checks.conformance.contract import AnyOperation, contract
from experiments.checks.conformance.expectations import Deviation, holds
from experiments.checks.conformance.shop import Shop

PROBLEM_FIELDS = {"type": str, "title": str, "status": int, "detail": str}
URN = re.compile(r"urn:cleave:problem:[a-z-]+\Z")


def every_error_is_a_problem(shop: Shop) -> str:
    errors = [answer for answer in shop.history if answer.status >= 400]
    for answer in errors:
        holds(is_problem(answer), f"{answer.request}: no problem+json: {answer.summary}")
    return f"{len(errors)} errors"


def no_answer_is_a_mistake_of_ours(shop: Shop) -> str:
    for answer in shop.history:
        holds(answer.status != 500, f"{answer.request}: {answer.summary}")
    return f"{len(shop.history)} answers"


def money_is_whole_cents_everywhere(shop: Shop) -> None:
    for answer in shop.history:
        for name, value in fields(answer.json()):
            if name.endswith("_cents"):
                holds(type(value) is int, f"{answer.request}: {name} is {value!r}")


def every_answer_keeps_the_contract(shop: Shop) -> str:
    known_as = contract().operation
    known = [(answer, known_as(answer.method, answer.path)) for answer in shop.history]
    for answer, operation in known:
        if operation is not None:
            keeps_the_schema(answer, operation)
    return f"{sum(operation is not None for _, operation in known)} answers of known operations"


def keeps_the_schema(answer: Answer, operation: AnyOperation) -> None:
    try:
        operation.validate_response(answer.raw)
    except (Failure, FailureGroup) as failure:
        first = failure.exceptions[0] if isinstance(failure, FailureGroup) else failure
        raise Deviation(f"{answer.request}: {' '.join(str(first).split())[:300]}") from None


def is_problem(answer: Answer) -> bool:
    told = answer.json()
    return (
        answer.content_type == "application/problem+json"
        and isinstance(told, dict)
        and {name: type(value) for name, value in told.items()} == PROBLEM_FIELDS
        and told["status"] == answer.status
        and URN.match(told["type"]) is not None
        and bool(told["title"] and told["detail"])
    )


def fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Every named value anywhere in a JSON document."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield name, each
            yield from fields(each)
    elif isinstance(value, list):
        for each in value:
            yield from fields(each)


SENTENCES = (
    every_error_is_a_problem,
    no_answer_is_a_mistake_of_ours,
    money_is_whole_cents_everywhere,
    every_answer_keeps_the_contract,
)
