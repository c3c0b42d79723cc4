"""Requests drawn from the contract: good ones must be accepted, broken ones refused, and every
answer must be one the contract announces for this operation.

schemathesis draws and judges. The draws are kept, so that both arms are asked the same.
"""

from functools import cache
from pathlib import Path
from typing import Any

import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.configuration import set_hypothesis_home_dir
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from experiments.checks.conformance.contract import contract
from experiments.checks.conformance.expectations import Deviation, NoAnswer
from experiments.checks.conformance.shop import CUSTOMERS, PRODUCTS, TIMEOUT_S, Shop, line

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    positive_data_acceptance,
    negative_data_rejection,
]
SCRATCH = Path(__file__).parents[3] / ".hypothesis"
LONGEST_KEY = 100
AnyCase = Case[Any]


def good_requests_are_accepted(shop: Shop, operation_id: str, seed: int, examples: int) -> str:
    """Requests that keep the contract get an answer that does. Raises Deviation."""
    cases = _drawn(operation_id, GenerationMode.POSITIVE, seed, examples)
    for case in cases:
        _judge(case, shop, _fresh_key(case, shop))
    return f"{len(cases)} requests"


def broken_requests_are_refused(shop: Shop, operation_id: str, seed: int, examples: int) -> str:
    """Requests that break the contract are refused as it says. Raises Deviation."""
    cases = _drawn(operation_id, GenerationMode.NEGATIVE, seed, examples)
    for case in cases:
        _judge(case, shop, {})
    return f"{len(cases)} requests"


@cache
def _drawn(
    operation_id: str, mode: GenerationMode, seed: int, examples: int
) -> tuple[AnyCase, ...]:
    operation = contract().operations[operation_id]
    drawn: list[AnyCase] = []
    set_hypothesis_home_dir(SCRATCH)

    @seeded(seed)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: AnyCase) -> None:
        if mode is GenerationMode.POSITIVE:
            _make_known(case)
        drawn.append(case)

    draw()
    return tuple(drawn)


def _judge(case: AnyCase, shop: Shop, headers: dict[str, str]) -> None:
    request = f"{case.method} {case.formatted_path}"
    try:
        answer = case.call(shop.url, shop.session, headers, timeout=TIMEOUT_S)
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as failures:
        told = " ".join(f"{failures.exceptions[0]}".split())[:400]
        raise Deviation(f"{request}: {told}") from None
    except requests.RequestException as error:
        raise NoAnswer(f"{request}: no answer: {error}") from None


def _fresh_key(case: AnyCase, shop: Shop) -> dict[str, str]:
    """A drawn key may have been used before; a new one that ends in it has not."""
    drawn = case.headers.get("Idempotency-Key")
    if drawn is None:
        return {}
    return {"Idempotency-Key": f"{shop.key()}{drawn}"[:LONGEST_KEY].strip()}


def _make_known(case: AnyCase) -> None:
    """Ask about things that exist, and as the shop's prose, which no schema can say, has it: each
    product on one line, quantities without a decimal point."""
    if "product_id" in case.path_parameters:
        case.path_parameters["product_id"] = _known_product(case.path_parameters["product_id"])
    if "X-Customer-Id" in case.headers:
        case.headers["X-Customer-Id"] = _known_customer(case.headers["X-Customer-Id"])
    if isinstance(case.body, dict):
        asked: Any = case.body["lines"]
        lines = {_known_product(each["product_id"]): int(each["quantity"]) for each in asked}
        case.body = {"lines": [line(product_id, number) for product_id, number in lines.items()]}


def _known_product(product_id: str) -> str:
    """One that is well stocked."""
    return f"p-{1 + int(product_id[2:]) % (PRODUCTS - 2):04d}"


def _known_customer(customer_id: str) -> str:
    """One with a full wallet."""
    return f"c-{1 + int(customer_id[2:]) % (CUSTOMERS - 2):05d}"
