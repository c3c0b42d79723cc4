import pytest

from experiments.diff.pairs import PAIRS, excerpt
from experiments.report.folded_code import folded

FILES = sorted({path for pair in PAIRS.values() for path in (*pair.left, *pair.right)})


def test_code_goes_on_deeper() -> None:
    assert (
        folded("    call(first, second, third)", 20)
        == "    call(first,\n        second,\n        third)"
    )
    assert folded("short", 20) == "short"


def test_a_word_that_fits_nowhere_is_broken_after_a_bracket_or_a_dot() -> None:
    assert (
        folded("    return as_text(self.features.recommend(product_id))", 45)
        == "    return as_text(self.features.recommend(\n            product_id))"
    )
    assert folded("self.features.recommend", 20) == "self.features.\n        recommend"
    assert folded("x" * 30, 20) == "x" * 20 + "\n" + " " * 8 + "x" * 10


def test_a_comment_stays_a_comment() -> None:
    assert folded("    # one two three four", 16) == "    # one two\n    # three four"
    assert (
        folded("    pass  # one two three four five", 24)
        == "    pass  # one two\n            # three four\n            # five"
    )


def test_a_docstring_goes_on_where_it_began() -> None:
    source = '    """One two three four.\n\n    Five six seven.\n    """\n    call(first, then)'
    assert folded(source, 20).splitlines() == [
        '    """One two three',
        "    four.",
        "",
        "    Five six seven.",
        '    """',
        "    call(first,",
        "        then)",
    ]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("width", [40, 56, 76])
def test_nothing_is_lost_or_too_long(path: str, width: int) -> None:
    code = excerpt(path).code
    seen = folded(code, width)
    assert max(map(len, seen.splitlines())) <= width
    assert "".join(seen.replace("#", "").split()) == "".join(code.replace("#", "").split())
