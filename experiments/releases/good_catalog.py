"""A change of the catalog that works: shoppers find more, and the contract stays as it is."""

from pathlib import Path
from typing import Final

import requests

from experiments.artefacts.release import Change
from experiments.errors import LabError

GOOD_CATALOG: Final = Change("catalog", wrapper=Path(__file__).parent / "wrapper" / "any_order.py")
PROBE: Final = "/products?q=lamps%20blue&limit=1"
"""Before the change it finds nothing: the products are called blue lamps."""
TRIES = 3
TIMEOUT_S = 2.0


class NoAnswer(LabError):
    """Nobody can say whether the change is there; one line."""


def survived(gateway_url: str) -> bool:
    """Whether shoppers have the change. Raises NoAnswer."""
    why = ""
    for _ in range(TRIES):
        try:
            answer = requests.get(gateway_url + PROBE, timeout=TIMEOUT_S)
        except requests.RequestException as error:
            why = type(error).__name__
            continue
        if answer.status_code == 200:
            return bool(answer.json()["products"])
        why = f"status {answer.status_code}"
    raise NoAnswer(f"the catalog did not answer {TRIES} times: {why}")
