"""A guide asks about a claim in the claim's own words, which change with claims.toml."""

import pytest

from experiments.analysis.claims import load_claims
from experiments.guides.content import guide_names, load_guide
from experiments.guides.question import RulingQuestion

TEXTS = {name: claim.text for name, claim in load_claims().by_id.items()}
ASKED = [
    question
    for name in guide_names()
    for question in load_guide(name).questions
    if isinstance(question, RulingQuestion)
]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_what_is_asked_about_a_claim_stands_in_it(question: RulingQuestion) -> None:
    _, _, quoted = " ".join(question.ask.split()).partition(f"claim {question.claim}: ")
    assert quoted.endswith("?")
    assert quoted[:-1] in TEXTS[question.claim].lower()
