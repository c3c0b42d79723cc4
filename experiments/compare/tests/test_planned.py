"""A plan is read back as it was written, by whoever needs it."""

import json
from dataclasses import replace

from experiments.compare.plan import make_plan
from experiments.compare.planned import planned_from
from experiments.faults.cpu_burn import cpu_burn
from experiments.method.sizes import most_replicas, stored_sizes
from experiments.run_folder.documents import Document
from experiments.testing.comparison import ARMS, SIZES, settings
from experiments.testing.matrix import BROKER, CELLS
from experiments.trials.settings import Settings

SHORT = {"scaling": {"services": ("4",)}}
SETTINGS = replace(
    settings(blocks=2),
    arms=("monolith", "monolith"),
    sizes=replace(SIZES, by="pilot", wrong=("an order",), most=5, unconfirmed=SHORT),
    planted=(cpu_burn("catalog", 1.25, ("read",)),),
    left_out={"scaling-cpu": "nobody lends us a core"},
    without=frozenset(("breaker", "replicas")),
)


def test_a_plan_is_read_back_as_it_was_written() -> None:
    plan = make_plan(SETTINGS)
    told = json.loads(json.dumps(plan.as_json() | {"claims_sha256": "abc"}))
    planned = planned_from(Document("plan.json", told))
    assert (planned.blocks, planned.labels) == (plan.blocks, plan.labels)
    for name in ("arms", "seed", "sizes", "warmup_s", "planted", "left_out", "full", "without"):
        assert getattr(planned, name) == getattr(SETTINGS, name), name


def test_a_plan_of_before_a_protection_could_be_left_out_has_all() -> None:
    told = make_plan(SETTINGS).as_json() | {"claims_sha256": "abc"}
    del told["without"]
    assert planned_from(Document("plan.json", json.loads(json.dumps(told)))).without == frozenset()


def test_a_plan_of_before_there_were_pilots_has_rates_only() -> None:
    told = make_plan(SETTINGS).as_json() | {"claims_sha256": "abc", "sizes": {"rates": {"hot": 30}}}
    sizes = planned_from(Document("plan.json", json.loads(json.dumps(told)))).sizes
    assert (sizes.rates, sizes.replicas, sizes.by) == ({"hot": 30}, {}, "")
    assert (sizes.most, sizes.unconfirmed) == (most_replicas(), {})


def test_a_plan_of_cells_says_which_arm_has_nothing_for_them() -> None:
    plan = make_plan(Settings(ARMS, 7, CELLS, stored_sizes(), blocks=2))
    told = json.loads(json.dumps(plan.as_json() | {"claims_sha256": "abc"}))
    planned = planned_from(Document("plan.json", told))
    assert (planned.matrix, planned.absent) == ("blast-radius", plan.settings.absent)
    assert planned.absent["monolith"][BROKER.name].endswith("monolith has no broker")
    assert planned.blocks == plan.blocks
    assert (planned.loose, planned.usual) == (frozenset((1, 2)), frozenset((1, 2)))


def test_a_plan_of_before_there_were_matrices_has_none() -> None:
    told = make_plan(SETTINGS).as_json() | {"claims_sha256": "abc"}
    for key in ("matrix", "absent"):
        del told[key]
    for block in told["blocks"]:
        del block["singly"]
    planned = planned_from(Document("plan.json", json.loads(json.dumps(told))))
    assert (planned.matrix, planned.absent, planned.loose) == ("", {}, frozenset())


def test_the_transport_of_a_plan_is_read_back_and_a_plan_of_before_has_the_usual() -> None:
    arms, whole = ("services", "services"), frozenset[str]()
    asked = replace(SETTINGS, arms=arms, without=whole, transport="rest", form="compact")
    plan = make_plan(asked)
    told = json.loads(json.dumps(plan.as_json() | {"claims_sha256": "abc"}))
    planned = planned_from(Document("plan.json", told))
    assert (planned.transport, planned.form) == ("rest", "compact")
    assert tuple(side.label for side in planned.sides) == plan.labels
    del told["transport"], told["encoding"]
    before = planned_from(Document("plan.json", told | {"labels": list(plan.labels)}))
    assert (before.transport, before.form) == ("kafka", "json")
