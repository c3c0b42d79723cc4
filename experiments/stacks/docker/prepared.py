"""Images of servers with their data in them: a part's database, migrated and seeded; the broker
with its topics. Made once, and again when what they are made from changes; each start begins with a
copy of them that shares all it does not write.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from experiments.artefacts.release import BASE
from experiments.budget import Budget
from experiments.images.build import Say, has_image
from experiments.images.names import KAFKA, POSTGRES
from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.docker.images import ArtefactImages
from experiments.stacks.docker.kafka import MAKE_TOPICS, broker_box
from experiments.stacks.docker.postgres import arguments
from experiments.stacks.docker.preparing import Preparing, open_preparing
from experiments.stacks.local.database_template import template_digest
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.places import Places
from experiments.stacks.local.provision import WAIT_FOR_OTHERS_S
from experiments.stacks.local.templates import digest_of, exclusively
from experiments.stacks.local.workshop import NAME
from experiments.topology import ORDERS, Part, Topology

SCHEME: Final = "1"
"""Changes when this folder makes servers differently."""
REPOSITORY: Final = "cleave/prepared-"


@dataclass(frozen=True)
class Prepared:
    """The images that servers start from; databases by part, the broker's "" if there is none."""

    databases: Mapping[str, str]
    broker: str


def ensure_prepared(
    topology: Topology,
    images: ArtefactImages,
    engine: Engine,
    budget: Budget,
    passwords: Passwords,
    places: Places,
    say: Say,
) -> Prepared:
    """Makes those that are missing, side by side, from the sources as they stand. Any number of
    labs may ask for them at the same time."""
    plan = _Plan(topology, engine, budget, passwords)
    if plan.missing():
        with exclusively(places.lock(NAME), WAIT_FOR_OTHERS_S):
            if missing := plan.missing():  # nobody else has made them meanwhile
                names = ", ".join(sorted(missing))
                say(f"preparing {names}: once, and again when the sources change")
                with open_preparing(topology, engine, budget, passwords, places) as workshop:
                    plan.make(missing, workshop, images)
    return plan.prepared


class _Plan:
    def __init__(
        self, topology: Topology, engine: Engine, budget: Budget, passwords: Passwords
    ) -> None:
        self._topology, self._engine, self._budget = topology, engine, budget
        self._passwords = passwords
        self.prepared = Prepared(
            {part.name: self._database(part) for part in topology.parts},
            self._broker() if topology.broker else "",
        )

    def missing(self) -> dict[str, str]:
        """The images that are to be made, by whose they are."""
        wanted = {**self.prepared.databases, "broker": self.prepared.broker}
        return {
            name: image
            for name, image in wanted.items()
            if image and not has_image(self._engine, image)
        }

    def make(self, missing: Mapping[str, str], workshop: Preparing, images: ArtefactImages) -> None:
        """`missing` is not empty."""
        parts = {part.name: part for part in self._topology.parts}
        client = self._topology.part_of(ORDERS)
        ours = {
            part.name: images.of(images.build(part, BASE))
            for part in (*(parts[name] for name in missing if name in parts), client)
        }

        def one(name: str) -> None:
            if name in parts:
                workshop.database(parts[name], missing[name], ours[name])
            else:
                workshop.broker(missing[name], ours[client.name], self._topology.topics)

        with ThreadPoolExecutor(len(missing)) as pool:
            list(pool.map(one, missing))

    def _database(self, part: Part) -> str:
        settings = "\n".join(arguments(self._topology, self._budget))
        made_from = template_digest(part, settings, self._passwords)
        return self._image(part.name, [made_from, self._id_of(POSTGRES)])

    def _broker(self) -> str:
        box = broker_box(KAFKA, 0, 0, self._budget)
        settings = [f"{key}={value}" for key, value in sorted(box.environment.items())]
        return self._image(
            "broker", [*settings, *self._topology.topics, MAKE_TOPICS, self._id_of(KAFKA)]
        )

    def _image(self, name: str, facts: list[str]) -> str:
        return f"{REPOSITORY}{name}:{digest_of([], [SCHEME, *facts])}"

    def _id_of(self, image: str) -> str:
        with asking(f"the engine does not know {image}"):
            return str(self._engine.api.inspect_image(image)["Id"])
