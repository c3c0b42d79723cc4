"""Tells the running outside world how to behave."""

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

from experiments.errors import LabError

ANSWER_S = 5.0
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Disobeyed(LabError):
    """The outside world is not there, or does not take the setting; one line."""


def behave(url: str, behaviour: Mapping[str, Any]) -> None:
    """How it answers from now on; what is not said is as ever. Raises Disobeyed."""
    request = urllib.request.Request(
        f"{url}/behaviour",
        json.dumps(dict(behaviour)).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    try:
        with _direct.open(request, timeout=ANSWER_S):
            return
    except OSError as error:
        raise Disobeyed(f"the outside world does not take {dict(behaviour)}: {error}") from error
