"""Hold a running arm against the contract.

    report = check("http://127.0.0.1:20100", seed=1, say=print)

The lab calls this before any timing; the tests beside it call the same on both arms.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial

import requests

from experiments.checks.conformance.expectations import Deviation, NoAnswer
from experiments.checks.conformance.report import ConformanceReport, Result
from experiments.checks.conformance.sentences import (
    Sentence,
    bodies,
    idempotency,
    ordering,
    outage,
    paging,
    privacy,
    reading,
    refusals,
    unknown,
)
from experiments.checks.conformance.shop import Shop
from experiments.contract import load_operations

Say = Callable[[str], None]
TOPICS = (reading, paging, ordering, refusals, idempotency, privacy, unknown, bodies)
EXAMPLES = 10
"""Good requests per operation, and as many broken ones."""
LONGEST_RUN_S = 60.0
"""An arm that deviates may make every sentence wait; what is not reached by then is not held."""
SILENT = 2
"""So many sentences without any answer in a row end the run."""


def check(
    gateway_url: str,
    seed: int,
    say: Say,
    outside_url: str | None = None,
    examples: int = EXAMPLES,
    patience_s: float = 10.0,
    session: requests.Session | None = None,
) -> ConformanceReport:
    """Every sentence, on the arm behind `gateway_url`; nobody else may be using it.

    With `outside_url` the outside world is made to fail for a moment, too; without, these
    sentences are left out. `say` is told what is being checked. The seed fixes what is asked.
    """
    shop = Shop(gateway_url, seed, patience_s, outside_url, session)
    return hold(shop, every_sentence(shop, seed, examples), say)


def every_sentence(shop: Shop, seed: int, examples: int) -> list[tuple[str, Sentence]]:
    """The sentences that can be checked on this shop, by name, in order."""
    return [*hand_written(shop), *from_the_contract(seed, examples), *about_all_answers()]


def hand_written(shop: Shop) -> Iterator[tuple[str, Sentence]]:
    for topic in (*TOPICS, outage) if shop.can_break_the_outside else TOPICS:
        for sentence in topic.SENTENCES:
            yield named(sentence), sentence


def from_the_contract(seed: int, examples: int) -> Iterator[tuple[str, Sentence]]:
    from experiments.checks.conformance.generated import (
        broken_requests_are_refused,
        good_requests_are_accepted,
    )

    for kind in (good_requests_are_accepted, broken_requests_are_refused):
        for operation in load_operations():
            sentence = partial(
                kind, operation_id=operation.operation_id, seed=seed, examples=examples
            )
            yield f"{operation.operation_id}: {named(kind)}", sentence


def about_all_answers() -> Iterator[tuple[str, Sentence]]:
    from experiments.checks.conformance.sentences import history

    for sentence in history.SENTENCES:
        yield named(sentence), sentence


def named(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", " ")


def hold(shop: Shop, sentences: list[tuple[str, Sentence]], say: Say) -> ConformanceReport:
    """Try each sentence once, in order."""
    results: list[Result] = []
    silent, deadline = 0, time.monotonic() + LONGEST_RUN_S
    for number, (name, sentence) in enumerate(sentences, start=1):
        if silent == SILENT:
            results.append(Result(name, False, "not tried: the arm does not answer"))
        elif time.monotonic() > deadline:
            results.append(Result(name, False, f"not tried within {LONGEST_RUN_S:g} s"))
        else:
            say(f"{number}/{len(sentences)} {name}")
            result, answered = try_it(shop, name, sentence)
            silent = 0 if answered else silent + 1
            results.append(result)
    return ConformanceReport(tuple(results))


def try_it(shop: Shop, name: str, sentence: Sentence) -> tuple[Result, bool]:
    """The result, and whether the arm answered at all."""
    try:
        return Result(name, True, sentence(shop) or ""), True
    except NoAnswer as deviation:
        return Result(name, False, str(deviation)), False
    except Deviation as deviation:
        return Result(name, False, str(deviation)), True
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        # an answer of quite another shape than the sentence reads
        return Result(name, False, f"the answer cannot be read: {error!r}"), True
