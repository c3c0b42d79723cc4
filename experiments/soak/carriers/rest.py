"""Services that call each other: what one was sent stands in its mailbox, also when it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import requests

from experiments.soak.carriers.pour import SENT_WITHIN_S, Pour
from experiments.soak.counting import number
from experiments.soak.ground import Arm, NotSeen
from experiments.soak.poisons import Poison
from experiments.topology import READ_BY

RECEIVED: Final = "SELECT count(*) FROM mailbox"
TAKEN: Final = 204


def copies(arm: Arm) -> int:
    """Messages in all mailboxes, each copy of one counted; one that two read counts twice."""
    return sum(number(arm, part.features[0], RECEIVED) for part in arm.topology.parts)


@contextmanager
def pouring(arm: Arm) -> Iterator[Pour]:
    with requests.Session() as session:
        session.trust_env = False
        yield lambda poison: _post(session, arm.bus_url, poison)


def _post(session: requests.Session, url: str, poison: Poison) -> None:
    for reader in READ_BY[poison.topic]:
        try:
            answer = session.post(
                f"{url}/mailbox/{reader}/{poison.topic}",
                params={"key": poison.token},
                data=poison.text.encode(),
                timeout=SENT_WITHIN_S,
            )
        except requests.RequestException as error:
            raise NotSeen(f"{reader} does not take {poison.token}: {error}") from error
        if answer.status_code != TAKEN:
            raise NotSeen(f"{reader} answers {answer.status_code} to {poison.token}")
