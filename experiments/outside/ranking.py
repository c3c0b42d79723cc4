"""Ranking as a stranger's black box: an order that is fixed, but tells nothing."""

import hashlib
from collections.abc import Iterable


def ranked(product_id: str, candidates: Iterable[str]) -> list[str]:
    """The candidates, best first; the same question always gets the same answer."""
    return sorted(candidates, key=lambda candidate: (_score(product_id, candidate), candidate))


def _score(product_id: str, candidate: str) -> bytes:
    return hashlib.blake2b(f"{product_id} {candidate}".encode(), digest_size=8).digest()
