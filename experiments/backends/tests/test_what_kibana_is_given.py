"""Kibana's saved objects: each names only what there is, and only fields that the mapping has."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from experiments.backends.places import CONFIGURATION

VIEW: Final = "index-pattern"
RECORDS: Final = "___records___"
FIELD_IN_QUERY: Final = re.compile(r"([a-z@]+(?:\.[a-z_]+)+) *:")
FIELDS_OF: Final = ("sourceField", "timeField", "textField", "timeFieldName")
LISTS_OF: Final = ("columns", "extraFields")
Json = dict[str, Any]
Objects = dict[tuple[str, str], Json]


def objects() -> Objects:
    """By type and id, as provision.sh reads them."""
    files = sorted((CONFIGURATION / "kibana").glob("*.json"))
    found = [json.loads(file.read_text(encoding="utf-8").replace("\n", "")) for file in files]
    return {(each["type"], each["id"]): each for each in found}


def dangling(found: Objects) -> list[str]:
    """Names of objects that are not there."""
    return [
        f"{name}: {reference['type']} {reference['id']}"
        for (_, name), each in found.items()
        for reference in each["references"]
        if (reference["type"], reference["id"]) not in found
    ]


def mapped() -> set[str]:
    """Every field that the two indices have."""
    fields = {RECORDS}
    for file in (CONFIGURATION / "elasticsearch").glob("*.json"):
        mapping = json.loads(file.read_text(encoding="utf-8"))["template"]["mappings"]
        fields |= set(_paths(mapping["properties"]))
    return fields


def _paths(properties: Mapping[str, Json], before: str = "") -> Iterator[str]:
    for name, each in properties.items():
        if "properties" in each:
            yield from _paths(each["properties"], f"{before}{name}.")
        else:
            yield f"{before}{name}"


def asked(value: Any) -> Iterator[str]:
    """Every field that an object speaks of, also in the JSON that stands in its texts."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _named(name, each)
            yield from asked(each)
    elif isinstance(value, list):
        for each in value:
            yield from asked(each)
    elif isinstance(value, str) and value.startswith(("{", "[")):
        yield from asked(json.loads(value))


def _named(name: str, value: Any) -> Iterator[str]:
    """Fields, if what is called so holds some."""
    if name in FIELDS_OF:
        yield value
    elif name in LISTS_OF and isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))
    elif name == "query" and isinstance(value, str):
        yield from FIELD_IN_QUERY.findall(value)


def test_there_are_views_a_search_and_a_dashboard() -> None:
    assert {kind for kind, _ in objects()} == {VIEW, "search", "lens", "dashboard"}


def test_they_name_only_what_there_is() -> None:
    assert dangling(objects()) == []


def test_a_name_of_nothing_would_be_noticed() -> None:
    found = objects()
    del found["search", "cleave-order"]
    assert dangling(found) == ["cleave: search cleave-order"]


def test_every_reference_of_a_panel_is_resolved() -> None:
    dashboard = objects()["dashboard", "cleave"]
    panels = json.loads(dashboard["attributes"]["panelsJSON"])
    named = {f"{each['panelIndex']}:{each['panelRefName']}" for each in panels}
    assert named == {each["name"] for each in dashboard["references"]}


@pytest.mark.parametrize("name", sorted(name for _, name in objects()))
def test_they_speak_only_of_fields_that_are_mapped(name: str) -> None:
    (found,) = (each for (_, own), each in objects().items() if own == name)
    assert set(asked(found["attributes"])) - mapped() == set()


def test_a_field_that_is_not_mapped_would_be_noticed() -> None:
    lens = {"columns": {"level": {"sourceField": "log.colour"}}}
    assert set(asked(lens)) - mapped() == {"log.colour"}


def test_a_search_by_a_field_that_is_not_mapped_would_be_noticed() -> None:
    source = {"searchSourceJSON": '{"query":{"query":"trace.colour: *","language":"kuery"}}'}
    assert set(asked(source)) - mapped() == {"trace.colour"}
