"""Time and identity are given to the rules, never taken by them."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
NewId = Callable[[], str]


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_uuid() -> str:
    return str(uuid.uuid4())
