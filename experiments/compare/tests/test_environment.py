import json

from experiments.compare.environment import describe
from experiments.stacks.local.cores import Split


def test_a_run_says_what_it_was_made_on() -> None:
    found = describe(Split(frozenset((0,)), frozenset((1,)), pinned=True))
    assert found["cpu"]["cores"] >= 1
    assert found["cpu"]["arm_cores"] == [0]
    assert found["packages"]["flask"]
    assert len(found["requirements_lock_sha256"]) == 64
    assert json.loads(json.dumps(found)) == found
