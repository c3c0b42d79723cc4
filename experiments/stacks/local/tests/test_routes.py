"""Every operation of the contract reaches its feature, and nothing else does."""

import re

import pytest

from experiments.contract import Operation, load_operations
from experiments.stacks.local.routes import Route, routes_of
from experiments.stacks.protocol import StackError
from experiments.topology import FEATURES

ROUTES = routes_of(load_operations())


def operation(path: str, feature: str, method: str = "GET") -> Operation:
    return Operation("anything", method, path, feature, needs=(feature,), optional=())


def routed(path: str) -> str | None:
    """The feature of the first route that matches, as the gateway does it."""
    for route in ROUTES:
        if re.fullmatch(route.pattern, path):
            return route.feature
    return None


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("/products", "catalog"),
        ("/products/p-0001", "catalog"),
        ("/products/p-0001/page", "catalog"),
        ("/products/p-0001/stock", "inventory"),
        ("/products/p-0001/recommendations", "recommendations"),
        ("/orders", "orders"),
        ("/orders/4f1d9a54-5f0b-4d0e-8b2f-8f4f4f1f9d11", "orders"),
        ("/wallet", "payments"),
        ("/notifications", "notifications"),
        ("/", None),
        ("/products/", None),
        ("/products/p-0001/", None),
        ("/products/p-0001/price", None),
        ("/productsx", None),
        ("/health/ready", None),
    ],
)
def test_a_path_reaches_its_feature(path: str, feature: str | None) -> None:
    assert routed(path) == feature


def test_every_feature_is_routed() -> None:
    assert {route.feature for route in ROUTES} == set(FEATURES)


def test_literal_paths_come_before_those_with_parameters() -> None:
    routes = routes_of([operation("/things/{id}", "catalog"), operation("/things/new", "orders")])
    assert [route.feature for route in routes] == ["orders", "catalog"]


def test_a_dot_in_a_path_is_a_dot() -> None:
    assert not re.fullmatch(Route("/a.b", "catalog").pattern, "/axb")


def test_two_features_on_one_path_are_refused() -> None:
    with pytest.raises(StackError, match="/things is hosted by catalog and orders"):
        routes_of([operation("/things", "catalog"), operation("/things", "orders", "POST")])
