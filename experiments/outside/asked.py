"""How often the running outside world was asked, by whoever lets its orders be screened."""

import json
import urllib.error
import urllib.request

from experiments.outside.order import ANSWER_S, Disobeyed
from experiments.topology import OUTSIDE_PORT

ADDRESS = f"http://127.0.0.1:{OUTSIDE_PORT}"
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def screenings_per_order(_gateway_url: str, address: str = ADDRESS) -> float:
    """Since it was last told how to behave; 1 is an order that nobody asked about twice. 0 where
    nobody asked. Raises Disobeyed."""
    try:
        with _direct.open(f"{address}/asked", timeout=ANSWER_S) as answer:
            screen = json.load(answer)["screen"]
            asked, different = float(screen["asked"]), float(screen["different"])
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise Disobeyed(f"the outside world does not tell what it was asked: {error}") from error
    return asked / different if different else 0.0
