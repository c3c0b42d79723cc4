"""Asks the outside world what the arms ask, to see whether it answers well."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final

from experiments.outside.counts import WITNESS

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SCREEN: Final = {"order_id": WITNESS, "customer_id": "c-00001", "total_cents": 100}
_RANK: Final = {"product_id": "p-0001", "candidates": ["p-0002", "p-0003"]}
_ASKED: Final[Mapping[str, tuple[Any, Callable[[Any], bool]]]] = {
    "screen": (_SCREEN, lambda answer: isinstance(answer["accepted"], bool)),
    "rank": (_RANK, lambda answer: sorted(answer["ranked"]) == _RANK["candidates"]),
}


def serves(url: str, question: str, timeout_s: float) -> bool:
    """Whether "screen" or "rank" is answered in time, and as the contract has it."""
    asked, is_right = _ASKED[question]
    request = urllib.request.Request(
        f"{url}/{question}",
        json.dumps(asked).encode(),
        {"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with _direct.open(request, timeout=timeout_s) as answer:
            return is_right(json.load(answer))
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return False
