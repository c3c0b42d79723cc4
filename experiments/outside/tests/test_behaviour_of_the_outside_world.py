import pytest

from experiments.outside.behaviour import BadBehaviourError, Behaviour, behaviour_from
from experiments.outside.ranking import ranked

ORDERS = [f"order-{number}" for number in range(2000)]


def test_the_same_order_always_meets_the_same_fate() -> None:
    first, second = (Behaviour(refuse_share=0.3, latency_sd_ms=1.0) for _ in range(2))
    assert [first.accepts(one, "c-00001") for one in ORDERS] == [
        second.accepts(one, "c-00001") for one in ORDERS
    ]
    assert first.latency_s("order-1") == second.latency_s("order-1")


def test_another_seed_refuses_other_orders() -> None:
    refused = [
        {one for one in ORDERS if not Behaviour(refuse_share=0.3, seed=seed).accepts(one, "c")}
        for seed in (1, 2)
    ]
    assert refused[0] != refused[1]


def test_shares_are_kept_and_errors_fall_on_others_than_refusals() -> None:
    behaviour = Behaviour(refuse_share=0.3, error_share=0.3)
    refused = {one for one in ORDERS if not behaviour.accepts(one, "c-00001")}
    failed = {one for one in ORDERS if behaviour.fails(one)}
    assert 0.27 < len(refused) / len(ORDERS) < 0.33
    assert 0.27 < len(failed) / len(ORDERS) < 0.33
    assert 0.07 < len(refused & failed) / len(ORDERS) < 0.11


def test_a_share_of_one_falls_on_everyone_and_of_zero_on_nobody() -> None:
    assert not any(Behaviour(refuse_share=1.0).accepts(one, "c-00001") for one in ORDERS)
    assert all(Behaviour().accepts(one, "c-00001") for one in ORDERS)


def test_one_customer_is_always_refused() -> None:
    assert not Behaviour().accepts("order-1", "c-09999")


def test_a_fixed_latency_is_the_same_for_all() -> None:
    assert {Behaviour(latency_ms=7.0).latency_s(one) for one in ORDERS} == {0.007}


def test_a_spread_latency_has_the_mean_and_the_deviation_it_was_given() -> None:
    behaviour = Behaviour(latency_ms=20.0, latency_sd_ms=5.0)
    drawn = [1000 * behaviour.latency_s(one) for one in ORDERS]
    mean = sum(drawn) / len(drawn)
    deviation = (sum((one - mean) ** 2 for one in drawn) / len(drawn)) ** 0.5
    assert mean == pytest.approx(20.0, rel=0.02)
    assert deviation == pytest.approx(5.0, rel=0.06)


def test_no_latency_can_be_asked_for_with_a_spread() -> None:
    assert Behaviour(latency_ms=0.0, latency_sd_ms=5.0).latency_s("order-1") == 0.0


def test_what_is_not_said_is_the_default() -> None:
    assert behaviour_from({}) == Behaviour()
    assert behaviour_from({"hang": True}) == Behaviour(hang=True)


@pytest.mark.parametrize(
    "body",
    [
        {"latency": 2.0},
        {"latency_ms": -1},
        {"latency_ms": True},
        {"latency_ms": float("nan")},
        {"refuse_share": 1.5},
        {"error_share": "half"},
        {"hang": "yes"},
        {"seed": 1.5},
        {"wrong_share": -0.1},
        {"only": "refund"},
    ],
)
def test_a_wrong_setting_is_named(body: dict[str, object]) -> None:
    with pytest.raises(BadBehaviourError, match=next(iter(body))):
        behaviour_from(body)


def test_ranking_is_a_fixed_shuffle_that_differs_by_product() -> None:
    candidates = [f"p-{number:04}" for number in range(1, 20)]
    best = ranked("p-0500", candidates)
    assert sorted(best) == candidates
    assert best == ranked("p-0500", reversed(candidates))
    assert best != ranked("p-0501", candidates)


def test_only_one_question_may_be_meant() -> None:
    behaviour = behaviour_from({"hang": True, "only": "screen", "seed": 3})
    assert behaviour.towards("screen") is behaviour
    assert behaviour.towards("rank") == Behaviour(seed=3)
    assert Behaviour(hang=True).towards("rank").hang


def test_a_share_of_wrong_answers_falls_on_the_same_orders_each_time() -> None:
    wrong = [{one for one in ORDERS if Behaviour(wrong_share=0.3).is_wrong(one)} for _ in range(2)]
    assert wrong[0] == wrong[1]
    assert 0.27 < len(wrong[0]) / len(ORDERS) < 0.33
    assert not any(map(Behaviour().is_wrong, ORDERS))
