"""Orders of a customer without a cent: payments refuses each, and what it holds is given back."""

import uuid
from typing import Final

import requests

from experiments.errors import LabError
from shared_domain.payments.seed import PENNILESS

ORDERS: Final = 40
TIMEOUT_S: Final = 2.0
CREATED: Final = 201


class NotTaken(LabError):
    """The shop does not answer; one line."""


def place_declined(gateway_url: str) -> bool:
    """Places ORDERS of them, one after another; True when all were taken. Raises NotTaken."""
    with requests.Session() as session:
        session.trust_env = False
        taken = [_place(session, gateway_url, number) for number in range(1, ORDERS + 1)]
    return all(taken)


def _place(session: requests.Session, gateway_url: str, number: int) -> bool:
    try:
        answer = session.post(
            f"{gateway_url}/orders",
            json={"lines": [{"product_id": f"p-{number:04d}", "quantity": 1}]},
            headers={"X-Customer-Id": PENNILESS, "Idempotency-Key": f"declined-{uuid.uuid4().hex}"},
            timeout=TIMEOUT_S,
        )
    except requests.RequestException as error:
        raise NotTaken(f"an order was not answered: {type(error).__name__}") from error
    return answer.status_code == CREATED
