"""Which files to hold against each other, and what both of them rest on."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


class UnknownPair(LookupError):
    """No pair has this name."""


@dataclass(frozen=True)
class Pair:
    """`left` and `right` are files below the repository's root; `shared` names one in both
    arms' service, and the assignment in it that says what the process is."""

    name: str
    question: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    shared: tuple[str, str] | None = None


PAIRS = {
    pair.name: pair
    for pair in (
        Pair(
            "checkout",
            "How is an order run, and what undoes it?",
            left=("monolith/checkout.py",),
            right=(
                "microservices/orders/checkout.py",
                "microservices/orders/saga.py",
                "microservices/orders/transitions.py",
                "microservices/orders/screening.py",
                "microservices/chassis/participant.py",
            ),
            shared=("shared_domain/checkout.py", "STEPS"),
        ),
        Pair(
            "page",
            "How does one page get data of three features?",
            left=("monolith/product_page.py", "monolith/beside.py"),
            right=("microservices/catalog/product_page.py", "shared_domain/kernel/remote.py"),
        ),
    )
}


def pair_named(name: str) -> Pair:
    """UnknownPair says which there are."""
    try:
        return PAIRS[name]
    except KeyError:
        known = ", ".join(PAIRS)
        raise UnknownPair(
            f"there is no pair of files named {name!r}: choose from {known}"
        ) from None


@dataclass(frozen=True)
class Excerpt:
    """A file's own words about itself, and its code without the imports."""

    path: str
    purpose: str
    code: str


def excerpt(path: str) -> Excerpt:
    """Read a file below the repository's root."""
    text = _source(path)
    tree = ast.parse(text)
    imports = (ast.Import, ast.ImportFrom)
    body = [node for node in tree.body if not isinstance(node, imports)]
    first = body[1] if len(body) > 1 and ast.get_docstring(tree) else body[0]
    line = min([first.lineno, *(each.lineno for each in getattr(first, "decorator_list", ()))])
    above = text.splitlines()[: line - 1]
    while above and above[-1].startswith("#"):
        line -= 1
        above.pop()
    code = "\n".join(text.splitlines()[line - 1 :])
    return Excerpt(path, ast.get_docstring(tree) or "", code)


def assignment(path: str, name: str) -> str:
    """The source of a module's top-level assignment to `name`."""
    text = _source(path)
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return ast.get_source_segment(text, node) or ""
    raise LookupError(f"{path} does not define {name}")


def _source(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8").rstrip()
