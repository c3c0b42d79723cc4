"""The kinds of processes an arm is made of."""

from typing import Final

KINDS: Final = ("replicas", "databases", "broker", "gateway", "other")


def kind_of(group: str) -> str:
    """The kind of process in a stack's group: a part's name, or "<part>.database"."""
    if group.endswith(".database"):
        return "databases"
    return group if group in KINDS else "replicas"
