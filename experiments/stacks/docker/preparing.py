"""Where servers are prepared: a network and containers of their own, of which nothing stays but the
images that were made of them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docker.errors import APIError

from experiments.budget import Budget
from experiments.images.names import KAFKA, POSTGRES
from experiments.stacks.docker.box import NOBODY, Box
from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.docker.kafka import MAKE_TOPICS, broker_box
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.docker.leftovers import remove_arm
from experiments.stacks.docker.making import Ground
from experiments.stacks.docker.names import lab_of
from experiments.stacks.docker.network import open_network
from experiments.stacks.docker.postgres import database_box
from experiments.stacks.docker.replicas import PYTHON, prepare_box
from experiments.stacks.local.administering import FINISH, as_admin, roles_of
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortBook
from experiments.stacks.local.postgres import ADMIN
from experiments.stacks.local.workshop import FIRST_PORT, NAME, PORTS
from experiments.topology import PARTITIONS, Part, Topology

BUILD_S: Final = 120.0
BASE_PORT: Final = 20_000


class Preparing:
    """Makes images of servers that have stopped in order."""

    def __init__(
        self,
        topology: Topology,
        engine: Engine,
        budget: Budget,
        passwords: Passwords,
        keeper: Keeper,
        folder: Path,
    ) -> None:
        self._topology, self._engine, self._budget = topology, engine, budget
        self._passwords, self._keeper, self._folder = passwords, keeper, folder
        self._ports = PortBook(FIRST_PORT, PORTS, "preparing servers")

    def database(self, part: Part, image: str, of_part: str) -> None:
        """StackError names the step that failed and the last line of its log. `of_part` is the
        image that has the part's migrations."""
        port, name, folder = self._ports.take(), part.name, self._folder / part.name
        folder.mkdir()
        box = database_box(
            self._topology, name, POSTGRES, port, self._budget, self._passwords, folder
        )
        self._serve(box)
        admin = self._passwords.of(ADMIN, name)
        as_admin(port, ADMIN, admin, roles_of(name, self._passwords))
        own = self._passwords.of(name, name)
        url = f"postgresql+psycopg://{name}:{own}@{box.name}:{port}/{name}"
        self._keeper.run(prepare_box(part, of_part, {"CLEAVE_DATABASE_URL": url}), BUILD_S)
        as_admin(port, name, admin, FINISH)
        self._keep(box, image)

    def broker(self, image: str, client: str, topics: tuple[str, ...]) -> None:
        """`client` is an image with a client of Kafka."""
        port = self._ports.take()
        box = broker_box(KAFKA, port, self._ports.take(), self._budget)
        self._serve(box)
        command = (PYTHON, "-c", MAKE_TOPICS, f"{box.name}:{port}", str(PARTITIONS), *topics)
        making = Box("topics", box.group, client, command, user=NOBODY, read_only=True)
        self._keeper.run(making, BUILD_S)
        self._keep(box, image)

    def _serve(self, box: Box) -> None:
        self._keeper.add(box)
        self._keeper.wait_ready([box.name], BUILD_S, strict=True)

    def _keep(self, box: Box, image: str) -> None:
        """In the place of what was made of former sources."""
        repository, tag = image.split(":")
        stopped = self._keeper.halt(box.name)
        with asking(f"{box.name} cannot be kept as an image"):
            self._engine.api.commit(stopped, repository=repository, tag=tag)
            former = self._engine.api.images(repository)
        for name in (name for each in former for name in each.get("RepoTags") or ()):
            if name != image:
                with contextlib.suppress(APIError):  # an arm still runs from it
                    self._engine.api.remove_image(name)


@contextlib.contextmanager
def open_preparing(
    topology: Topology, engine: Engine, budget: Budget, passwords: Passwords, places: Places
) -> Iterator[Preparing]:
    """What was started inside the block is gone after it."""
    lab, folder = lab_of(places.state), places.arm(NAME)
    remove_arm(engine, lab, NAME)
    remove_folder(folder)
    folder.mkdir()
    (folder / "endpoints").mkdir()
    (folder / "logs").mkdir()
    try:
        network = open_network(engine, lab, NAME, BASE_PORT)
        ground = Ground(engine, lab, NAME, network)
        keeper = Keeper(ground, folder, budget.restarts)
        try:
            yield Preparing(topology, engine, budget, passwords, keeper, folder)
        finally:
            keeper.close()
    finally:
        remove_arm(engine, lab, NAME)
        remove_folder(folder)
