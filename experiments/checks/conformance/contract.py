"""The contract as schemathesis reads it: to hold answers against it, to draw requests from it."""

import re
from functools import cache
from typing import Any

import schemathesis
from schemathesis.schemas import APIOperation

from experiments.contract import CONTRACT, load_operations

AnyOperation = APIOperation[Any, Any, Any, Any]
PARAMETER = re.compile(r"\{[a-z_]+\}")


class Contract:
    def __init__(self) -> None:
        schema = schemathesis.openapi.from_path(CONTRACT)
        self.operations: dict[str, AnyOperation] = {
            operation.operation_id: schema[operation.path][operation.method]
            for operation in load_operations()
        }
        self._routes = [
            (
                operation.method,
                re.compile(PARAMETER.sub("[^/?]+", operation.path) + r"(\?|\Z)"),
                self.operations[operation.operation_id],
            )
            for operation in load_operations()
        ]

    def operation(self, method: str, path: str) -> AnyOperation | None:
        """The operation this request is one of, if any."""
        for its_method, pattern, operation in self._routes:
            if method == its_method and pattern.match(path):
                return operation
        return None


@cache
def contract() -> Contract:
    """Read once: it takes a quarter of a second."""
    return Contract()
