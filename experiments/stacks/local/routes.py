"""Which path belongs to which feature, from the contract; the same for both arms.

The gateway routes by path alone: a wrong method is answered by the part that hosts the path,
with 405 and the methods it allows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from experiments.contract import Operation
from experiments.stacks.protocol import StackError

_PARAMETER: Final = re.compile(r"\{[^}]*\}")


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
        """How many segments of the path are free."""
        return len(_PARAMETER.findall(self.template))


def routes_of(operations: Iterable[Operation]) -> tuple[Route, ...]:
    """A route per path, literal paths before those with parameters. StackError when the
    operations of one path are hosted by two features."""
    host: dict[str, str] = {}
    for operation in operations:
        feature = host.setdefault(operation.path, operation.feature)
        if feature != operation.feature:
            raise StackError(f"{operation.path} is hosted by {feature} and {operation.feature}")
    routes = [Route(path, feature) for path, feature in host.items()]
    return tuple(sorted(routes, key=lambda route: (route.parameters, route.template)))
