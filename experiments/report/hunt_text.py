"""A hunt in words: what a customer noticed, how to look, what it was and what it is worth."""

from collections.abc import Iterator

from experiments.hunt.bug import Bug
from experiments.hunt.game import Game
from experiments.hunt.score import A_LOOK, A_WRONG_ANSWER, FULL, SECONDS_A_POINT, Score
from experiments.report.numbers import duration


def begun(game: Game, gateway_url: str) -> Iterator[str]:
    symptom = game.symptom
    yield f"A bug is in {game.arm}, seed {game.seed}. A customer noticed:"
    yield ""
    yield f"  {symptom.told}"
    about = [("operation", symptom.operation), ("order", symptom.order), ("trace", symptom.trace)]
    yield from (f"  {name}: {value}" for name, value in about if value)
    yield f"  since: {symptom.since}"
    yield ""
    yield "Which feature is it? Look with ./cleave logs, ./cleave trace, ./cleave top, or"
    yield f"ask {gateway_url} yourself. Then: ./cleave hunt answer FEATURE"
    yield (
        f"{FULL} points; one less each {SECONDS_A_POINT:g} s, {A_LOOK} each look, {A_WRONG_ANSWER}"
        " each wrong answer."
    )
    yield "./cleave hunt show tells this again, ./cleave hunt give-up tells the bug."


def wrong(feature: str) -> Iterator[str]:
    yield f"No, {feature} is as it should be: {A_WRONG_ANSWER} points less. The hunt goes on."


def found(bug: Bug, score: Score) -> Iterator[str]:
    yield f"Yes, {bug.feature}: {bug.name}."
    yield bug.meaning
    looks = "1 look" if score.looks == 1 else f"{score.looks} looks"
    yield (
        f"{score.points} of {FULL} points: {duration(score.seconds)}, {looks} ({score.lines:,}"
        f" lines), {score.wrong} wrong."
    )


def given_up(bug: Bug) -> Iterator[str]:
    yield f"It was {bug.feature}: {bug.name}."
    yield bug.meaning
