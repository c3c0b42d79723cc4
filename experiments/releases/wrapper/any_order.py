"""A better catalog: a search that finds nothing tries its words the other way round.

What it found before it finds as before. An artefact carries this file: it imports the standard
library only, and nothing of ours.
"""

import dataclasses
from typing import Any, TypeVar, cast

F = TypeVar("F")


def wrap(_name: str, feature: F) -> F:
    """The catalog `feature`, better."""
    return cast(F, AnyOrder(feature))


class AnyOrder:
    def __init__(self, catalog: Any) -> None:
        self._catalog = catalog

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalog, name)

    def search(self, session: Any, query: Any) -> Any:
        """The products whose names hold the words as asked, else in the opposite order."""
        found = self._catalog.search(session, query)
        words = (query.text or "").split()
        if found or len(words) < 2:
            return found
        turned = dataclasses.replace(query, text=" ".join(reversed(words)))
        return self._catalog.search(session, turned)
