from pathlib import Path

import pytest

from experiments.diff.pairs import PAIRS, ROOT, UnknownPair, assignment, excerpt, pair_named


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_every_file_of_a_pair_exists_and_explains_itself(pair: object) -> None:
    for path in (*pair.left, *pair.right):  # type: ignore[attr-defined]
        assert (ROOT / path).is_file()
        assert excerpt(path).purpose


def test_an_excerpt_has_no_imports_and_keeps_everything_else() -> None:
    code = excerpt("monolith/checkout.py").code
    assert "import " not in code
    assert code.startswith("class TransactionCheckout")
    assert code.endswith((ROOT / "monolith/checkout.py").read_text().rstrip()[-40:])


def test_a_comment_above_the_first_line_of_code_stays() -> None:
    assert excerpt("microservices/orders/transitions.py").code.startswith("# The next command")


def test_the_services_side_of_the_checkout_has_every_file_an_order_passes_through() -> None:
    assert {Path(path).name for path in PAIRS["checkout"].right} == {
        "checkout.py",  # saved, PENDING
        "screening.py",  # ScreenRisk, outside
        "saga.py",
        "transitions.py",
        "participant.py",  # the other steps, in their services
    }


def test_the_steps_are_read_off_the_checkout() -> None:
    assert assignment("shared_domain/checkout.py", "STEPS").startswith("STEPS = (")


def test_an_unknown_pair_is_refused_by_name() -> None:
    with pytest.raises(UnknownPair, match="'foo': choose from checkout, page"):
        pair_named("foo")
