"""The contract as schemathesis reads it, to hold answers against it and to draw requests from it."""

import re
from functools import cache

import schemathesis
from schemathesis.schemas import APIOperation

from experiments.contract import CONTRACT, load_operations

PARAMETER = re.compile(r"\{[a-z_]+\}")


class Contract:
    def __init__(self) -> None:
        schema = schemathesis.openapi.from_path(CONTRACT)
        self.operations: dict[str, APIOperation] = {
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

    def operation(self, method: str, path: str) -> APIOperation | None:
        """The operation this request is one of, if any."""
        for its_method, pattern, operation in self._routes:
            if method == its_method and pattern.match(path):
                return operation
        return None


@cache
def contract() -> Contract:
    """Read once: it takes a quarter of a second."""
    return Contract()
