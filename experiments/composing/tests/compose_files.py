"""The compose files as Compose would see them: services with what they extend."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "compose"
Service = dict[str, Any]


class Loader(yaml.SafeLoader):
    """Knows Compose's own tags, by which an overlay takes the place of a list or table."""


def _as_it_is(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Any:
    return loader.construct_mapping(node, deep=True)


Loader.add_constructor("!override", _as_it_is)


def read(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader)
    return found


def services(name: str) -> dict[str, Service]:
    return {key: _whole(service) for key, service in read(name)["services"].items()}


def _whole(service: Service) -> Service:
    """Tables are merged, lists are put together, all else is replaced."""
    extended = service.get("extends")
    if not extended:
        return service
    found: Service = dict(read(Path(extended["file"]).stem)["services"][extended["service"]])
    for key, value in service.items():
        former = found.get(key)
        if isinstance(former, dict) and isinstance(value, dict):
            found[key] = former | value
        elif key == "volumes" and former:
            found[key] = [*former, *value]
        else:
            found[key] = value
    return found


def bytes_of(limit: str) -> int:
    """Of a limit in plain bytes, as all of ours are."""
    assert limit.endswith("b")
    return int(limit[:-1])
