"""The step before the run: what the student says will happen, recorded for good."""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from experiments.guides.attempt import Attempt
from experiments.guides.desk import Desk, asked, choice_lines, paragraphs
from experiments.guides.errors import BadAnswer, NotYet
from experiments.guides.form import Field, fill
from experiments.guides.grading import choice_of, number_in
from experiments.guides.guide import Foreseen
from experiments.guides.lesson import Lesson
from experiments.guides.prediction import Prediction, Said
from experiments.guides.texts import filled, shown
from experiments.run_folder.folder import write_json

EITHER = ("Supported", "Refuted")
NUMBER = ".number"
WHY = "why"
LONGEST_WHY = 300


def predict(lesson: Lesson, given: Mapping[str, str], desk: Desk, now: datetime) -> Attempt:
    """Asks for what was not given, then records all of it. Answers survive an interruption in a
    draft. Raises BadAnswer for an answer that is none, or that nobody can be asked for, and NotYet
    where the student does not want it recorded after all."""
    draft = Draft(lesson.folder / "draft.json")
    fields = fields_of(lesson)
    kept = draft.valid(fields)
    if kept:
        desk.show(paragraphs(f"Kept from before: {_listed(kept)}"))
    unsaid = [field.key for field in fields if field.key not in given]
    if fill(fields, {**kept, **given}, desk, draft.keep):
        raise _nobody_to_ask(unsaid)
    answers = draft.valid(fields)
    desk.show(["", *paragraphs(f"Your prediction: {_listed(answers)}")])
    if unsaid:
        _require_sure(desk, unsaid, draft)
    attempt = lesson.predict(_prediction(lesson, answers, now))
    draft.remove()
    return attempt


def _listed(answers: Mapping[str, str]) -> str:
    return "; ".join(f"{key} = {answer}" for key, answer in answers.items())


def _require_sure(desk: Desk, unsaid: Sequence[str], draft: "Draft") -> None:
    """What was not said on this command line is recorded only if somebody says yes to it."""
    prompt = "Record it? It cannot be changed afterwards (yes or no)"
    sure = asked(desk, (), prompt, lambda text: choice_of(("yes", "no"), text))
    if sure is None:
        raise _nobody_to_ask(unsaid)
    if sure == "no":
        draft.remove()
        raise NotYet("nothing was recorded")


def _nobody_to_ask(unsaid: Sequence[str]) -> BadAnswer:
    return BadAnswer(f"nobody to ask: give --answer {unsaid[0]}=... ({', '.join(unsaid)})")


class Draft:
    """Answers that are not binding yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[str, str] = {}

    def valid(self, fields: Iterable[Field]) -> dict[str, str]:
        """What it holds that these fields take; nothing where it cannot be read."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found: dict[str, str] = {}
        for field in fields:
            with contextlib.suppress(BadAnswer, KeyError, TypeError, AttributeError):
                found[field.key] = field.read(kept[field.key])
        return found

    def keep(self, key: str, answer: str) -> None:
        self._answers[key] = answer
        write_json(self._path, self._answers)

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def fields_of(lesson: Lesson) -> tuple[Field, ...]:
    """For each claim what it will come to, and a number; then one line of reasons."""
    fields: list[Field] = []
    for each in lesson.guide.foreseen:
        fields += [_which_way(each, lesson), _how_much(each, lesson)]
    return (*fields, Field(WHY, ("",), "Why do you think so? One line", _reason))


def _which_way(each: Foreseen, lesson: Lesson) -> Field:
    claim = lesson.claims.by_id[each.claim]
    lines = ["", f"# Claim {claim.id}", *paragraphs(claim.text)]
    meanings = zip("ab", EITHER, (each.supported, each.refuted), strict=True)
    for letter, name, meaning in meanings:
        lines += choice_lines(letter, f"{name}: {filled(meaning, lesson.claims)}")
    return Field(each.claim, tuple(lines), "a or b", lambda text: choice_of(EITHER, text))


def _how_much(each: Foreseen, lesson: Lesson) -> Field:
    def read(text: str) -> str:
        value = number_in(text, each.unit)
        if not each.least <= value <= each.most:
            raise BadAnswer(
                f"answer with a number from {shown(each.least)} to {shown(each.most)}, not {text!r}"
            )
        return f"{value:g}"

    lines = tuple(paragraphs(filled(each.ask, lesson.claims)))
    return Field(each.claim + NUMBER, ("", *lines), f"A number ({each.unit})", read)


def _reason(text: str) -> str:
    line = " ".join(text.split())
    if not 0 < len(line) <= LONGEST_WHY:
        raise BadAnswer(f"say why in one line of {LONGEST_WHY} characters at most")
    return line


def _prediction(lesson: Lesson, answers: Mapping[str, str], now: datetime) -> Prediction:
    return Prediction(
        guide=lesson.guide.name,
        attempt=0,
        at=now.isoformat(timespec="seconds"),
        claims_sha256=lesson.claims.digest,
        claims={
            each.claim: Said(answers[each.claim], float(answers[each.claim + NUMBER]), each.unit)
            for each in lesson.guide.foreseen
        },
        why=answers[WHY],
    )
