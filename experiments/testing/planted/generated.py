"""Mutants that requests drawn from the contract notice (conformance/generated.py)."""

from urllib.parse import parse_qs

from experiments.testing.planted.builders import Environ, Mutants, asks_with


def narrow_limits(environ: Environ) -> None:
    """Limits above 5 are treated as unreadable."""
    limit = parse_qs(environ["QUERY_STRING"]).get("limit", ["1"])[0]
    if limit.isdigit() and int(limit) > 5:
        environ["QUERY_STRING"] = "limit=none"


def no_query(environ: Environ) -> None:
    """Whatever is asked for is ignored."""
    environ["QUERY_STRING"] = ""


MUTANTS: Mutants = {
    "searchProducts: good requests are accepted": {
        "a narrower contract": asks_with(narrow_limits),
    },
    "searchProducts: broken requests are refused": {
        "a wider contract": asks_with(no_query),
    },
}
