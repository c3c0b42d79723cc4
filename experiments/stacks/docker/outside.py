"""The outside world in a container: one for both arms, on the lab's cores, in no arm's account."""

from typing import Final

from experiments.budget import Budget
from experiments.images.build import Say, ensure_ours
from experiments.images.context import REPOSITORY, context_of
from experiments.images.lay_out import OUTSIDE, content_named
from experiments.stacks.docker.box import NOBODY, Box
from experiments.stacks.docker.engine import Engine, asking, open_engine
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.docker.leftovers import remove_arm
from experiments.stacks.docker.making import Ground
from experiments.stacks.docker.names import container_name, lab_of
from experiments.stacks.docker.network import open_network
from experiments.stacks.docker.replicas import EVERYWHERE, PYTHON
from experiments.stacks.local.arm_folder import clear_arm
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.ports import require_free
from experiments.stacks.local.process import Probe
from experiments.stacks.local.replicas import granian
from experiments.stacks.local.templates import exclusively
from experiments.topology import OUTSIDE_PORT

NAME: Final = OUTSIDE
START_S: Final = 30.0
TARGET: Final = "experiments.outside.main:build"
INSIDE_URL: Final = f"http://{NAME}:{OUTSIDE_PORT}"
"""Where the arms reach it; each arm's network lets it in under this name."""


class OutsideContainer:
    """Started by the lab before the arms, stopped after them."""

    def __init__(
        self, budget: Budget, places: Places | None = None, say: Say | None = None
    ) -> None:
        self._budget = budget
        self._places = places or open_places()
        self._say = say or (lambda _: None)
        self._lab = lab_of(self._places.state)
        self._engine: Engine | None = None
        self._keeper: Keeper | None = None

    @property
    def url(self) -> str:
        """Where the lab reaches it."""
        return f"http://127.0.0.1:{OUTSIDE_PORT}"

    @property
    def inside_url(self) -> str:
        """Where the arms reach it."""
        return INSIDE_URL

    def start(self) -> None:
        """Returns when it answers; StackError when its port is busy or it dies."""
        with exclusively(self._places.lock(NAME), 1.0):
            engine = open_engine()
            remove_arm(engine, self._lab, NAME)
            clear_arm(self._places, NAME)
            require_free(OUTSIDE_PORT, "the outside world")
            self._engine = engine
            try:
                self._bring_up(engine)
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Harmless when this object did not start it."""
        if self._keeper:
            self._keeper.close()
        if self._engine:
            remove_arm(self._engine, self._lab, NAME)
            remove_folder(self._places.arm(NAME))
        self._engine, self._keeper = None, None

    def release(self) -> None:
        """It stays up when this process ends."""
        if self._keeper:
            self._keeper.release()
        self._engine, self._keeper = None, None

    def cpu_seconds(self) -> float:
        """What it has used since it started."""
        return self._keeper.usage().cpu_seconds if self._keeper else 0.0

    def _bring_up(self, engine: Engine) -> None:
        context = context_of(NAME, content_named(NAME, REPOSITORY))
        image = ensure_ours(engine, context, self._say)
        folder = self._places.arm(NAME)
        for each in (folder, folder / "endpoints", folder / "logs"):
            each.mkdir()
        network = open_network(engine, self._lab, NAME, OUTSIDE_PORT)
        ground = Ground(engine, self._lab, NAME, network)
        self._keeper = Keeper(ground, folder, self._budget.restarts)
        self._keeper.add(_box(image))
        self._keeper.wait_ready([NAME], START_S, strict=True)
        split = split_cores(self._budget.cores.lab)
        if split.pinned:
            self._keeper.pin(split.lab)


def let_in(engine: Engine, lab: str, network: str) -> None:
    """Makes the outside world known in an arm's network. StackError where none runs, or only as a
    plain process."""
    with asking("no outside world runs in a container (`cleave down` ends one that does not)"):
        engine.api.connect_container_to_network(
            container_name(lab, NAME, NAME), network, aliases=[NAME]
        )


def _box(image: str) -> Box:
    return Box(
        name=NAME,
        group=NAME,
        image=image,
        command=granian("asgi", TARGET, OUTSIDE_PORT, (), PYTHON, EVERYWHERE),
        ports=(OUTSIDE_PORT,),
        probe=Probe("http", OUTSIDE_PORT, "/behaviour"),
        user=NOBODY,
        read_only=True,
    )
