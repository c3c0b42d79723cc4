"""Poison is what nobody can handle, and each has its token in it."""

from collections import Counter
from random import Random

import pytest

from experiments.soak.poisons import EVENTS, KINDS, TOPICS, Poison, poisons
from experiments.topology import TOPICS as KNOWN
from shared_domain.messages.envelope import Envelope, MalformedMessage
from shared_domain.messages.events import OrderSettled
from shared_domain.notifications.feature import text_for

SOME = list(poisons(Random(7), 60))


def fails(poison: Poison) -> str:
    """What a handler says to it."""
    try:
        message = Envelope.read(poison.text).message
        assert isinstance(message, OrderSettled)
        text_for(message)
    except (MalformedMessage, KeyError) as error:
        return type(error).__name__
    return ""


def test_nobody_can_handle_any_of_them() -> None:
    assert Counter(map(fails, SOME)) == {"MalformedMessage": 50, "KeyError": 10}


@pytest.mark.parametrize("poison", SOME[: len(KINDS)], ids=lambda poison: poison.token)
def test_each_is_known_again_by_its_token_alone(poison: Poison) -> None:
    assert poison.token in poison.text
    assert sum(poison.token in other.text for other in SOME) == 1


def test_they_go_to_topics_with_one_kind_of_reader_and_whoever_would_handle_them() -> None:
    assert {poison.topic for poison in SOME} == set(TOPICS) <= set(KNOWN)
    assert all(poison.topic == EVENTS for poison in SOME if fails(poison) == "KeyError")


def test_the_seed_decides() -> None:
    assert list(poisons(Random(7), 60)) == SOME
    assert list(poisons(Random(8), 60)) != SOME
