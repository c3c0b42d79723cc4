import pytest

from experiments.report.numbers import cents, difference, duration, number, ratio


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59.6, "60 s"),
        (99.0, "99 s"),
        (120.0, "2 min"),
        (125.0, "2 min 5 s"),
        (1000.0, "17 min"),
        (3900.0, "1 h 5 min"),
    ],
)
def test_durations_are_as_exact_as_a_person_needs(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_numbers_fit_their_column() -> None:
    assert [number(1234.5, 1), number(None, 1)] == ["1,234.5", "-"]
    assert [ratio(1.234), ratio(45.67), ratio(None)] == ["1.23x", "45.7x", "-"]
    assert [difference(-0.25, 1), difference(None, 1)] == ["-0.2", "-"]
    assert [number(-0.01, 1), difference(-0.01, 1)] == ["0.0", "+0.0"]
    assert cents(123456) == "1,234.56"
