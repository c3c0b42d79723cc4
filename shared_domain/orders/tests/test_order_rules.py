from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_domain.kernel.errors import InvalidRequest, UnknownProductInOrder
from shared_domain.messages.commands import Line
from shared_domain.orders.order import OrderLine
from shared_domain.orders.rules import fingerprint, parse_key, parse_lines, priced

product_ids = st.integers(0, 9_999).map(lambda number: f"p-{number:04d}")
good_lines = st.lists(
    st.builds(Line, product_ids, st.integers(1, 100)),
    min_size=1,
    max_size=10,
    unique_by=lambda line: line.product_id,
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def body_of(lines: list[Line]) -> dict[str, Any]:
    return {"lines": [vars(line) for line in lines]}


@given(good_lines)
def test_good_lines_are_read_as_they_are(lines: list[Line]) -> None:
    assert parse_lines(body_of(lines)) == tuple(lines)


@given(anything | st.fixed_dictionaries({"lines": anything}))
def test_anything_else_is_refused_and_never_a_crash(body: Any) -> None:
    with pytest.raises(InvalidRequest):
        parse_lines(body)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], "lines must be a list of 1 to 10 lines"),
        ([{"product_id": "p-0001"}], "Line 1 must have exactly product_id and quantity"),
        ([{"product_id": "p-1", "quantity": 1}], "Line 1: product_id must look like p-0001"),
        ([{"product_id": "p-0001\n", "quantity": 1}], "Line 1: product_id must look like"),
        ([{"product_id": "p-0001", "quantity": 0}], "Line 1: quantity must be from 1 to 100"),
        ([{"product_id": "p-0001", "quantity": 101}], "Line 1: quantity must be from 1 to 100"),
        ([{"product_id": "p-0001", "quantity": -1}], "Line 1: quantity must be from 1 to 100"),
        ([{"product_id": "p-0001", "quantity": True}], "Line 1: quantity must be a whole number"),
        ([{"product_id": "p-0001", "quantity": 1.0}], "Line 1: quantity must be a whole number"),
        ([{"product_id": "p-0001", "quantity": 1}] * 2, "Each product may stand on one line"),
    ],
)
def test_the_first_mistake_is_named(lines: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(InvalidRequest, match=complaint):
        parse_lines({"lines": lines})


def test_the_line_with_the_mistake_is_counted_from_one() -> None:
    good, bad = {"product_id": "p-0001", "quantity": 1}, {"product_id": "p-0002", "quantity": 0}
    with pytest.raises(InvalidRequest, match="Line 2"):
        parse_lines({"lines": [good, bad]})


@pytest.mark.parametrize("key", ["k", "k" * 100, "a b~!", "8f14e45f-ceea-467f-9575-1a2b3c4d5e6f"])
def test_a_printable_key_is_taken(key: str) -> None:
    assert parse_key(key) == key


@pytest.mark.parametrize("key", [None, "", "k" * 101, "caf\u00e9", "a\tb", "a\x00b", "\u2603"])
def test_any_other_key_is_refused(key: str | None) -> None:
    with pytest.raises(InvalidRequest, match="Idempotency-Key"):
        parse_key(key)


@given(good_lines, good_lines)
def test_fingerprints_are_equal_for_equal_lines_only(one: list[Line], two: list[Line]) -> None:
    assert fingerprint(one) == fingerprint(list(one))
    assert (fingerprint(one) == fingerprint(two)) == (one == two)


@given(good_lines)
def test_lines_are_priced_by_the_shop(lines: list[Line]) -> None:
    prices = {line.product_id: 199 + number for number, line in enumerate(lines)}
    assert priced(lines, prices) == tuple(
        OrderLine(line.product_id, line.quantity, prices[line.product_id]) for line in lines
    )


@given(good_lines)
def test_one_product_without_a_price_refuses_the_order(lines: list[Line]) -> None:
    prices = {line.product_id: 199 for line in lines[:-1]}
    with pytest.raises(UnknownProductInOrder, match=lines[-1].product_id):
        priced(lines, prices)
