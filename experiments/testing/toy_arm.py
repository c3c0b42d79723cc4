"""A two-part arm of toy parts, and folders of its own for a test to run it in."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from experiments.budget import load_budget
from experiments.stacks.local.cpu_groups import find_cpu_groups
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.quotas import groups_of
from experiments.stacks.local.stack import LocalStack
from experiments.topology import FEATURES, Part, Topology

MODULE: Final = "experiments.testing.toy_part"
NOBODY_LISTENS: Final = "http://127.0.0.1:9"


def toy_part(name: str, features: tuple[str, ...], replicas: int, factory: str = "build") -> Part:
    return Part(name, features, f"{MODULE}:{factory}", MODULE, replicas)


TOY: Final = Topology(
    name="toy",
    parts=(toy_part("front", FEATURES[:5], replicas=2), toy_part("back", FEATURES[5:], replicas=1)),
    base_port=20300,
)


@contextmanager
def private_places() -> Iterator[Places]:
    """A state folder of the test's own beside the user's caches; all it started is ended."""
    state = Path(tempfile.mkdtemp(prefix="cleave-", dir="/tmp"))
    places = open_places({"CLEAVE_STATE": str(state)})
    try:
        yield Places(state=places.state, cache=open_places().cache)
    finally:
        clear_everything(places)
        shutil.rmtree(state)


def toy_stack(places: Places, topology: Topology = TOY) -> LocalStack:
    return LocalStack(topology, load_budget(), NOBODY_LISTENS, places)


def cpu_groups_of(arm: Path) -> list[Path]:
    """Those that the arm in this folder has now. Its supervisor makes them where the test that
    started it would."""
    found = find_cpu_groups()
    return groups_of(arm, found.folder) if found else []
