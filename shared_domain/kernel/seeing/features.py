"""Features as they are seen: a span for each of their operations, on both arms under one name.

Around whatever a release makes of a feature, and only where spans are recorded: otherwise a feature
is reached directly.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from shared_domain.kernel.seeing.here import span
from shared_domain.kernel.seeing.tracing import Tracing
from shared_domain.kernel.wrap import F, Wrap

FIRST_WORD = re.compile("[A-Z][a-z]+")


def seen_features(wrap: Wrap, tracing: Tracing) -> Wrap:
    """`wrap`, and spans around what it gives."""
    if not tracing.recording:
        return wrap

    def wrapped(name: str, feature: F, /) -> F:
        made = wrap(name, feature)
        is_port = "." in name  # a bus or a clock
        return made if is_port else cast(F, SeenFeature(name, made))

    return wrapped


class SeenFeature:
    """Stands in the place of a feature; has all that the feature has."""

    def __init__(self, name: str, feature: object) -> None:
        self._name = name
        self._feature = feature

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._feature, name)
        return self._seen(name, found) if callable(found) else found

    def _seen(self, operation: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def seen(*args: Any, **more: Any) -> Any:
            name = f"{self._name}.{_asked(operation, args)}"
            with span(name, feature=self._name, order=_order_of(args)):
                return call(*args, **more)

        return seen


def _asked(operation: str, args: Sequence[Any]) -> str:
    """inventory.handle(ReserveStock) is known as reserve."""
    found = FIRST_WORD.match(type(args[-1]).__name__) if operation == "handle" and args else None
    return found[0].lower() if found else operation


def _order_of(args: Sequence[Any]) -> str:
    """A command and an event name the order that they are about."""
    return next((str(each.order_id) for each in args if hasattr(each, "order_id")), "")
