"""Which operations a window of a load holds."""

from experiments.testing.observed import BEGAN_S, WARMUP_S, loaded, sample


def test_the_warm_up_and_what_comes_after_the_end_are_not_scored() -> None:
    end_s = WARMUP_S + 20.0
    times = (WARMUP_S - 0.001, WARMUP_S, end_s - 0.001, end_s)
    load = loaded([sample(at) for at in times], seconds=20.0)
    assert [one.intended_s for one in load.scored] == [WARMUP_S, end_s - 0.001]


def test_a_window_takes_what_was_meant_to_start_in_it() -> None:
    load = loaded([sample(at) for at in (1.9, 2.0, 2.5, 3.0)])
    inside = load.between(BEGAN_S + 2.0, BEGAN_S + 3.0)
    assert [one.intended_s for one in inside] == [2.0, 2.5]
