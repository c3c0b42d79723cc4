"""Which path belongs to which feature, read from the contract; the same for both arms.

The gateway routes by path alone: a wrong method is answered by the part that hosts the path,
with 405 and the methods it allows.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from experiments.stacks.local.places import REPOSITORY

CONTRACT: Final = REPOSITORY / "shared_domain" / "openapi.yaml"
METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_PARAMETER: Final = re.compile(r"\{[^}]*\}")


class ContractError(ValueError):
    """The contract cannot be routed; the message names the path."""


@dataclass(frozen=True)
class Route:
    """A path template such as /products/{product_id}, and the feature that answers it."""

    template: str
    feature: str

    @property
    def pattern(self) -> str:
        """A regular expression (RE2) of exactly the template's paths; a parameter is never
        empty and holds no slash."""
        literals = [re.escape(text) for text in _PARAMETER.split(self.template)]
        return "[^/]+".join(literals)

    @property
    def parameters(self) -> int:
        return len(_PARAMETER.findall(self.template))


def routes_of(contract: dict[str, Any]) -> tuple[Route, ...]:
    """A route per path, literal paths before those with parameters.

    ContractError when an operation names no feature, or the operations of one path name two.
    """
    routes = [
        Route(template, _feature_of(template, item)) for template, item in contract["paths"].items()
    ]
    return tuple(sorted(routes, key=lambda route: (route.parameters, route.template)))


def read_routes(path: Path = CONTRACT) -> tuple[Route, ...]:
    """The routes of the contract in `path`, an OpenAPI document in YAML."""
    with path.open("rb") as file:
        return routes_of(yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _feature_of(template: str, item: dict[str, Any]) -> str:
    operations = [operation for method, operation in item.items() if method in METHODS]
    features = {operation.get("x-feature") for operation in operations}
    if len(features) != 1 or None in features:
        raise ContractError(f"{template}: its operations must name one x-feature, not {features}")
    return str(features.pop())
