"""The pilot in a whole comparison: before the visits, into the plan, and not twice."""

import pytest

from experiments.compare.rows import rows_of
from experiments.pilot.tests.harness import Run


def test_each_arm_gets_what_it_needs_and_the_plan_says_so(run: Run) -> None:
    result = run()
    needed = {"monolith": {"1": 2, "4": 6}, "services": {"1": 2, "4": 7}}
    assert run.planned()["by"] == "pilot"
    assert run.planned()["replicas"]["scaling"] == needed
    rows = {row.metric.key: row.medians for row in rows_of(result)}
    assert rows["replicas_1x"] == (2.0, 7.0)
    assert rows["replicas_4x"] == (6.0, 12.0)


def test_what_time_was_too_short_to_confirm_stands_in_the_plan(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    assert (run.planned()["most"], run.planned()["unconfirmed"]) == (8, {})
    monkeypatch.setattr("experiments.pilot.arm.ALLOWED_S", 0.0)
    run()
    assert run.planned()["unconfirmed"] == {
        "scaling": {"monolith": ["1", "4"], "services": ["1", "4"]}
    }


def test_every_look_is_an_event_and_none_is_a_visit(run: Run) -> None:
    result = run()
    looks = [(look["replicas"], look["seconds"]) for look in run.events("pilot look")]
    held = [8.0, 20.0, 8.0, 8.0]
    assert looks[:4] == [(2, seconds) for seconds in held]
    assert looks[4:9] == [(5, 8.0), *((6, seconds) for seconds in held)]
    assert run.events("pilot look")[4]["missed"] == ["0.0% good"]
    assert [found["replicas"] for found in run.events("pilot found")] == [2, 6, 2, 7]
    assert len(result.visits) == 4
    assert run.fake.running == []


def test_a_look_meets_the_same_arrivals_on_both_arms_and_others_than_the_next(run: Run) -> None:
    run()
    one, other = run.fake.plans[:4], run.fake.plans[9:13]
    seeds = [plan.seed for plan in one]
    assert seeds == [plan.seed for plan in other]
    assert len(set(seeds)) == len(seeds)


def test_a_first_look_of_one_block_takes_what_is_stored(run: Run) -> None:
    run(blocks=1)
    assert run.planned()["by"] == "stored"
    assert run.events("pilot look") == []


def test_more_load_is_not_tried_with_fewer_replicas_than_less_needed(run: Run) -> None:
    run.fake.serves = lambda stack, _: (
        stack.replicas(stack.topology.parts[-1].name) >= 7 or (stack.topology.name == "services")
    )
    run()
    looks = [look for look in run.events("pilot look") if look["arm"] == "monolith"]
    assert [look["replicas"] for look in looks if look["load"] == "4x"] == [7] * 4


def test_a_load_that_already_once_is_not_held_does_not_disturb_the_visits(run: Run) -> None:
    run.fake.serves = lambda stack, _: stack.topology.name == "monolith"
    result = run()
    assert result.disturbances == ()
    assert len(result.visits) == 4
    assert run.planned()["replicas"]["scaling"]["services"] == {"1": 0, "4": 0}
    tried = {(look["arm"], look["load"]) for look in run.events("pilot look")}
    assert ("services", "4x") not in tried  # what does not hold a load does not hold four


def test_a_disturbed_look_that_missed_is_made_again(run: Run) -> None:
    run.fake.objections = {5: ("the generator ran late",)}
    run()
    looks = [(look["replicas"], look["seconds"]) for look in run.events("pilot look")]
    assert looks[4:6] == [(5, 8.0), (5, 8.0)]


def test_a_resumed_run_searches_no_more(run: Run) -> None:
    looks = 18
    run.fake.interrupts = {looks + 3: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(run.events("pilot look")) == looks + 1
    result = run.resumed()
    assert (result.complete, len(run.events("pilot look"))) == (True, looks + 1)
    assert result.plan.settings.sizes.replicas["scaling"]["services"]["4"] == 7


def test_a_run_interrupted_in_its_pilot_searches_anew(run: Run) -> None:
    run.fake.interrupts = {4: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert run.fake.running == []
    assert run.planned()["by"] == "stored"
    run.resumed()
    assert run.planned()["by"] == "pilot"
