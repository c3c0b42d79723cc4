"""The contract as the lab needs it: operations, who hosts them and which features they need.

Read by Envoy's route generation (`feature`), fault analysis ("the other features" of a fault are
the operations that do not need the broken one) and the workload.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from experiments.errors import LabError
from experiments.topology import FEATURES

CONTRACT = Path(__file__).parents[1] / "shared_domain" / "openapi.yaml"
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where there is one: 8 x faster
METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))


class ContractError(LabError):
    """The contract cannot be used; the text says what is wrong, in one line."""


@dataclass(frozen=True)
class Operation:
    """One operation of the shop. `path` is a template such as /products/{product_id}.

    `feature` hosts it; `needs` are the features without which there is no good answer (the host
    among them); `optional` those whose absence only makes the answer smaller.
    """

    operation_id: str
    method: str
    path: str
    feature: str
    needs: tuple[str, ...]
    optional: tuple[str, ...]

    def depends_on(self, feature: str) -> bool:
        """Whether a fault of `feature` can be seen here at all."""
        return feature in self.needs + self.optional


def load_operations(path: Path = CONTRACT) -> tuple[Operation, ...]:
    """The contract's operations, in its order. Raises ContractError."""
    try:
        return _operations(yaml.load(path.read_bytes(), Loader=SAFE_LOADER))
    except OSError as error:
        raise ContractError(f"{path}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ContractError(f"{path}: not an OpenAPI contract: {error!r}") from error
    except ContractError as error:
        raise ContractError(f"{path}: {error}") from None


def _operations(raw: dict[str, Any]) -> tuple[Operation, ...]:
    found = tuple(
        _operation(template, method, item[method])
        for template, item in raw["paths"].items()
        for method in item
        if method in METHODS
    )
    if not found:
        raise ContractError("it has no operations")
    names = [operation.operation_id for operation in found]
    for name in names:
        if names.count(name) > 1:
            raise ContractError(f"operationId {name} is used {names.count(name)} times")
    return found


def _operation(template: str, method: str, raw: dict[str, Any]) -> Operation:
    where = f"{method.upper()} {template}"
    for field in ("operationId", "x-feature", "x-needs", "x-needs-optional"):
        if field not in raw:
            raise ContractError(f"{where} has no {field}")
    operation = Operation(
        operation_id=raw["operationId"],
        method=method.upper(),
        path=template,
        feature=raw["x-feature"],
        needs=_features(where, raw["x-needs"]),
        optional=_features(where, raw["x-needs-optional"]),
    )
    if operation.feature not in operation.needs:
        raise ContractError(f"{where} does not need its own feature, {operation.feature}")
    for feature in operation.optional:
        if feature in operation.needs:
            raise ContractError(f"{where} needs {feature} both always and optionally")
    return operation


def _features(where: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise ContractError(f"{where} needs a list of features, not {names!r}")
    for name in names:
        if name not in FEATURES:
            raise ContractError(f"{where} names an unknown feature, {name!r}")
    return tuple(names)
